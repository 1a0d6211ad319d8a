using System.Collections.Concurrent;
using CosSlice.Emulator;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>The main job, over real HTTP.</summary>
public class UploadTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Mebibyte)]
    [InlineData((3 * Mebibyte) + 7)]
    public async Task A_small_file_goes_up_in_one_request(long length)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("small.bin", length);

        CosFile stored = await service.UploadAsync(path);

        await service.AssertStoredAsync(path);
        Assert.Equal("upload", Assert.Single(service.Emulator.Requests, request => request.Op is not null).Op);
        Assert.Equal(length, stored.Length);
        Assert.Equal(length, stored.BytesSent);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(Mebibyte - 1, 1)]
    [InlineData(Mebibyte, 1)]
    [InlineData(Mebibyte + 1, 2)]
    [InlineData((20 * Mebibyte) + 12345, 21)]
    public async Task A_larger_file_goes_up_in_slices(long length, int slices)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("large.bin", length);

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true));

        await service.AssertStoredAsync(path);
        Assert.Single(service.Requests("upload_slice_init"));
        Assert.Equal(slices, service.Requests("upload_slice_data").Count);
        Assert.Equal(
            Enumerable.Range(0, slices).Select(index => (long?)index * Mebibyte),
            service.Requests("upload_slice_data").Select(slice => slice.Offset).Order());
        Assert.Single(service.Requests("upload_slice_finish"));
        Assert.Equal(length, stored.BytesSent);
    }

    [Theory]
    [InlineData(20 * Mebibyte, "upload")]
    [InlineData((20 * Mebibyte) + 1, "upload_slice_data")]
    public async Task Twenty_mebibytes_are_the_threshold(long length, string op)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("threshold.bin", length);

        await service.UploadAsync(path, new TransferOptions());

        Assert.NotEmpty(service.Requests(op));
        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task The_result_says_what_is_stored_where()
    {
        await using Service service = await Service.StartAsync();
        foreach (bool sliced in new[] { false, true })
        {
            string path = service.Folder.File("a b.iso", Mebibyte + 5, seed: sliced ? 1 : 2);
            string key = $"dir/{sliced}/中 文.iso";
            CosFile stored = await service.UploadAsync(path, Service.Quick(sliced), key);

            string encoded = ObjectKey.Create(key).Encoded;
            Assert.Equal(path, stored.LiteralPath);
            Assert.Equal(key, stored.Key);
            Assert.Equal("accesslog", stored.Bucket);
            Assert.Equal("10055004", stored.AppId);
            Assert.Equal(service.Context.Endpoint, stored.Endpoint);
            Assert.Equal(4, stored.ApiVersion);
            Assert.Equal($"http://accesslog-10055004.file.myqcloud.com/{encoded}", stored.AccessUrl);
            Assert.Equal($"http://accesslog-10055004.cossh.myqcloud.com/{encoded}", stored.SourceUrl);
            Assert.Equal("/10055004/accesslog/" + encoded, stored.ResourcePath);
            Assert.EndsWith("/files/v2/10055004/accesslog/" + encoded, stored.Url, StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(stored.RequestId));
            Assert.False(stored.InstantUpload);
            Assert.False(stored.Resumed);
            Assert.True(stored.Duration > TimeSpan.Zero);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_slice_size_is_the_users_choice(int mebibytes)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("sized.bin", 6 * Mebibyte);
        TransferOptions options = Service.Quick(sliced: true);
        options.SliceSize = mebibytes * Mebibyte;

        await service.UploadAsync(path, options);

        Assert.Equal(6 / mebibytes, service.Requests("upload_slice_data").Count);
        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task The_slice_size_that_the_service_answers_decides()
    {
        await using Service service = await Service.StartAsync(options => options.SliceSize = 2 * Mebibyte);
        string path = service.Folder.File("answered.bin", 5 * Mebibyte);

        await service.UploadAsync(path, Service.Quick(sliced: true));

        Assert.Equal([0, 2 * Mebibyte, 4 * Mebibyte], service.Requests("upload_slice_data").Select(slice => slice.Offset!.Value).Order());
        await service.AssertStoredAsync(path);
    }

    [Theory]
    [InlineData("65535")]
    [InlineData("67108865")]
    [InlineData("67108928")]
    [InlineData("1048577")]
    [InlineData("0")]
    public async Task A_slice_size_out_of_all_reason_is_refused_before_a_byte_is_sent(string answered)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("unreasonable.bin", 3 * Mebibyte);
        service.Faults.On("upload_slice_init", Faults.Alter(body => body.Replace("1048576", answered, StringComparison.Ordinal)));

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Service.Quick(sliced: true)));

        Assert.Equal("SliceSizeMismatch", failure.ErrorId);
        Assert.Empty(service.Requests("upload_slice_data"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task As_many_requests_are_in_flight_as_the_throttle_allows_and_no_more(int limit)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("throttled.bin", 12 * Mebibyte);
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = limit;
        Gate gate = new(limit);
        service.Faults.On("upload_slice_data", gate.PassAsync, times: int.MaxValue);

        Task<CosFile> upload = service.UploadAsync(path, options);
        await gate.Full.Guarded();
        gate.Open();
        await upload.Guarded();

        Assert.Equal(limit, gate.Most);
        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task A_service_that_wants_slices_one_at_a_time_gets_them_so()
    {
        await using Service service = await Service.StartAsync(options => options.SerialUpload = true);
        string path = service.Folder.File("serial.bin", 6 * Mebibyte);

        await service.UploadAsync(path, Service.Quick(sliced: true));

        IReadOnlyList<RequestRecord> slices = service.Requests("upload_slice_data");
        Assert.All(slices, slice => Assert.Equal(0, slice.Code));
        Assert.Equal(slices.Select(slice => slice.Offset).Order(), slices.Select(slice => slice.Offset));
        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task Many_files_share_one_uploader()
    {
        await using Service service = await Service.StartAsync();
        TransferOptions options = Service.Quick();
        options.SimpleUploadLimit = 2 * Mebibyte;
        string[] paths = [.. Enumerable.Range(0, 24).Select(index => service.Folder.File($"f{index}.bin", index * 200_000L, seed: index))];
        using CosUploader uploader = service.Uploader(options);

        CosFile[] stored = await Task.WhenAll(
            paths.Select(path => uploader.Start(service.Request(path), TestContext.Current.CancellationToken).Completion));

        Assert.Equal(paths, stored.Select(file => file.LiteralPath));
        foreach (string path in paths)
        {
            await service.AssertStoredAsync(path);
        }
    }

    [Theory]
    [InlineData("[1].iso")]
    [InlineData("a#b%41+c & d.bin")]
    [InlineData("中文 文件.bin")]
    [InlineData("😀.bin")]
    [InlineData("what?*.bin")]
    [InlineData("back\\slash.bin")]
    public async Task Names_of_every_kind_arrive_as_they_are(string name)
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows() && name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0, "Windows does not take this name.");
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File(name, 1000);

        await service.UploadAsync(path, key: name);
        await service.UploadAsync(path, Service.Quick(sliced: true), key: "sliced/" + name);

        await service.AssertStoredAsync(path, name);
        await service.AssertStoredAsync(path, "sliced/" + name);
        Assert.Contains(service.Emulator.Requests, request => request.Key == name);
    }

    [Fact]
    public async Task Every_request_carries_a_length_and_none_is_chunked()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("length.bin", 3 * Mebibyte);
        int seen = 0;
        for (int i = 0; i < 5; i++)
        {
            service.Faults.On(null, (context, next) =>
            {
                Assert.NotNull(context.Request.ContentLength);
                Assert.Empty(context.Request.Headers.TransferEncoding.ToString());
                Assert.Empty(context.Request.Headers.Expect.ToString());
                Interlocked.Increment(ref seen);
                return next(context);
            });
        }

        await service.UploadAsync(path, Service.Quick(sliced: true));

        Assert.Equal(5, seen);
    }

    [Fact]
    public async Task Every_request_has_a_signature_of_its_own()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("signed.bin", 3 * Mebibyte);
        ConcurrentBag<string> signatures = [];
        service.Faults.On(
            null,
            (context, next) =>
            {
                signatures.Add(context.Request.Headers.Authorization.ToString());
                return next(context);
            },
            times: 5);

        await service.UploadAsync(path, Service.Quick(sliced: true));

        Assert.Equal(5, signatures.Distinct().Count());
    }

    [Fact]
    public async Task A_secure_endpoint_serves_once_its_certificate_is_trusted_or_waived()
    {
        await using Service service = await Service.StartAsync(options => options.Urls = ["https://127.0.0.1:0"]);
        string path = service.Folder.File("secure.bin", 2 * Mebibyte);
        TransferOptions options = Service.Quick(sliced: true);

        CosException refused = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, options));
        options.SkipCertificateCheck = true;
        CosFile stored = await service.UploadAsync(path, options);

        Assert.Equal("ConnectionNotSecure", refused.ErrorId);
        Assert.Equal(2 * Mebibyte, stored.Length);
    }

    [Theory]
    [InlineData(CosChecksum.Md5)]
    [InlineData(CosChecksum.None)]
    public async Task Content_is_compared_only_where_that_was_asked_for(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("damaged.bin", 3 * Mebibyte);
        TransferOptions options = Service.Quick(sliced: true);
        options.Checksum = checksum;
        service.Faults.On("upload_slice_data", Faults.Alter(WithOtherMd5), times: 100);

        Task<CosFile> upload = service.UploadAsync(path, options);

        if (checksum == CosChecksum.None)
        {
            Assert.Equal(3 * Mebibyte, (await upload).Length);
        }
        else
        {
            CosException failure = await Assert.ThrowsAsync<CosException>(() => upload);
            Assert.Equal("ChecksumMismatch", failure.ErrorId);
            Assert.Empty(service.Requests("upload_slice_finish"));
        }
    }

    [Fact]
    public async Task A_slice_that_arrived_damaged_once_is_sent_again()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("damaged-once.bin", 3 * Mebibyte);
        service.Faults.On("upload_slice_data", Faults.Alter(WithOtherMd5));

        await service.UploadAsync(path, Service.Quick(sliced: true, CosChecksum.Md5));

        Assert.Equal(4, service.Requests("upload_slice_data").Count);
        await service.AssertStoredAsync(path);
    }

    [Fact]
    public async Task A_service_that_sends_no_MD5_is_warned_of_once()
    {
        await using Service service = await Service.StartAsync(options => options.AnswerDataMd5 = false);
        string path = service.Folder.File("no-md5.bin", 3 * Mebibyte);
        RecordingObserver observer = new();

        await service.UploadAsync(path, Service.Quick(sliced: true, CosChecksum.Md5), observer: observer);

        Assert.Single(observer.Warnings);
    }

    [Fact]
    public async Task Counters_end_where_the_file_ends()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("counted.bin", (5 * Mebibyte) + 3);
        service.Faults.On("upload_slice_data", Faults.Break, times: 3);
        using CosUploader uploader = service.Uploader(Service.Quick(sliced: true));

        UploadHandle<CosFile> handle = uploader.Start(service.Request(path), TestContext.Current.CancellationToken);
        await handle.Completion;

        Assert.Equal((5 * Mebibyte) + 3, handle.Progress.Length);
        Assert.Equal(handle.Progress.Length, handle.Progress.BytesAcknowledged);
        Assert.Equal(0, handle.Progress.BytesOnTheWay);
        Assert.Equal(UploadPhase.Completed, handle.Progress.Phase);
        Assert.Equal(3, handle.Progress.Retries);
        Assert.Null(handle.Progress.LastProblem);
    }

    private static string WithOtherMd5(string body)
        => System.Text.RegularExpressions.Regex.Replace(body, "\"datamd5\":\"[0-9a-f]{32}\"", "\"datamd5\":\"00000000000000000000000000000000\"");
}
