using System.Security.Cryptography;
using System.Text.Json;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>The content's SHA-1 on the wire: declared when an upload begins, with every slice, and when it is finished.</summary>
public class Sha1UploadTests
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task Init_declares_the_sha_and_its_parts_and_every_later_step_repeats_the_sha()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("parts.bin", (2 * Mebibyte) + 5);
        List<SentForm> forms = [];
        service.Faults.On(null, SentForm.Keep(forms), times: 100);

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true));

        string sha = Convert.ToHexStringLower(SHA1.HashData(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)));
        Assert.Equal(sha, stored.Sha1);
        Assert.Equal(5, forms.Count);
        Assert.All(forms, form => Assert.Equal(sha, form["sha"]));
        SentForm init = Assert.Single(forms, form => form["op"] == "upload_slice_init");
        JsonElement[] parts = [.. JsonDocument.Parse(init["uploadparts"]!).RootElement.EnumerateArray()];
        Assert.Equal([0, Mebibyte, 2 * Mebibyte], parts.Select(part => part.GetProperty("offset").GetInt64()));
        Assert.Equal([Mebibyte, Mebibyte, 5], parts.Select(part => part.GetProperty("datalen").GetInt64()));
        Assert.Equal(sha, parts[^1].GetProperty("datasha").GetString());
        Assert.DoesNotContain(forms, form => form.Fields.ContainsKey("datamd5"));
    }

    [Theory]
    [InlineData(512 * 1024)]
    [InlineData(3 * Mebibyte)]
    public async Task Every_slice_size_is_taken_with_parts_of_at_most_a_mebibyte(int sliceSize)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("size.bin", (7 * Mebibyte) + 1);
        TransferOptions options = Service.Quick(sliced: true);
        options.SliceSize = sliceSize;
        List<SentForm> forms = [];
        service.Faults.On("upload_slice_init", SentForm.Keep(forms));

        await service.UploadAsync(path, options);

        await service.AssertStoredAsync(path);
        Assert.Equal(Math.Min(sliceSize, Mebibyte), JsonDocument.Parse(forms[0]["uploadparts"]!).RootElement[0].GetProperty("datalen").GetInt64());
        Assert.Equal(((7 * Mebibyte) / sliceSize) + 1, service.Requests("upload_slice_data").Count);
    }

    [Theory]
    [InlineData(Mebibyte / 4)]
    [InlineData((3 * Mebibyte) / 2)]
    public async Task A_slice_size_that_does_not_fit_the_declared_parts_is_refused_before_the_first_slice(int answered)
    {
        await using Service service = await Service.StartAsync(options => options.SliceSize = answered);
        string path = service.Folder.File("misfit.bin", 4 * Mebibyte);

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Service.Quick(sliced: true)));

        Assert.Equal("SliceSizeMismatch", failure.ErrorId);
        Assert.Empty(service.Requests("upload_slice_data"));
    }

    [Theory]
    [InlineData(CosChecksum.Md5)]
    [InlineData(CosChecksum.None)]
    public async Task Without_it_no_sha_is_sent_and_none_is_returned(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string large = service.Folder.File("large.bin", 2 * Mebibyte);
        string small = service.Folder.File("small.bin", 10);
        List<SentForm> forms = [];
        service.Faults.On(null, SentForm.Keep(forms), times: 100);

        CosFile first = await service.UploadAsync(large, Service.Quick(sliced: true, checksum));
        CosFile second = await service.UploadAsync(small, Service.Quick(sliced: false, checksum));

        Assert.All(forms, form => Assert.False(form.Fields.ContainsKey("sha") || form.Fields.ContainsKey("uploadparts")));
        Assert.Null(first.Sha1);
        Assert.Null(second.Sha1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_file_again_is_a_success_and_in_slices_not_sent_again(bool sliced)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("twice.bin", 2 * Mebibyte);
        await service.UploadAsync(path, Service.Quick(sliced));
        int slices = service.Requests("upload_slice_data").Count;

        CosFile again = await service.UploadAsync(path, Service.Quick(sliced));

        Assert.Equal(sliced, again.InstantUpload);
        Assert.Equal(sliced ? 0 : 2 * Mebibyte, again.BytesSent);
        Assert.False(again.Resumed);
        Assert.Equal(slices, service.Requests("upload_slice_data").Count);
        Assert.Equal("http://accesslog-10055004.file.myqcloud.com/twice.bin", again.AccessUrl);
        Assert.Equal("/10055004/accesslog/twice.bin", again.ResourcePath);
    }

    [Theory]
    [InlineData(-177)]
    [InlineData(-4018)]
    public async Task An_object_that_exists_is_a_success_only_where_its_sha_is_the_same(int code)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("exists.bin", 2 * Mebibyte, seed: 1);
        string other = service.Folder.File("other.bin", 2 * Mebibyte, seed: 2);
        await service.UploadAsync(path, key: "exists.bin");
        service.Faults.On("upload_slice_init", Faults.Refuse(409, code), times: 2);

        CosFile same = await service.UploadAsync(path, Service.Quick(sliced: true));
        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(other, Service.Quick(sliced: true), "exists.bin"));

        Assert.True(same.InstantUpload);
        Assert.Equal("CosFileExists", failure.ErrorId);
    }

    [Fact]
    public async Task Hashing_is_counted_and_can_be_cancelled()
    {
        await using Service service = await Service.StartAsync();
        string path = Path.Combine(service.Folder.Path, "sparse.bin");
        await using (FileStream sparse = File.Create(path))
        {
            sparse.SetLength(64L * 1024 * Mebibyte);
        }

        using CosUploader uploader = service.Uploader();
        using CancellationTokenSource cancellation = new();
        UploadHandle<CosFile> handle = uploader.Start(service.Request(path), cancellation.Token);
        await HangGuard.Until(() => handle.Progress.BytesHashed > Mebibyte);
        Assert.Equal(UploadPhase.Hashing, handle.Progress.Phase);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handle.Completion).Guarded();
        Assert.Empty(service.Emulator.Requests);
    }

    [Fact]
    public async Task A_file_that_changed_between_hashing_and_sending_is_not_finished()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("changed.bin", 2 * Mebibyte);
        service.Faults.On("upload_slice_init", Faults.Before(() => File.AppendAllText(path, "more")));

        CosException failure = await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, Service.Quick(sliced: true)));

        Assert.Equal("SourceChanged", failure.ErrorId);
        Assert.Empty(service.Requests("upload_slice_finish"));
    }

    [Fact]
    public async Task The_remark_of_ones_own_goes_with_the_object()
    {
        await using Service service = await Service.StartAsync();
        TransferOptions sliced = Service.Quick(sliced: true);
        sliced.BizAttribute = "归档 2026";
        TransferOptions small = Service.Quick();
        small.BizAttribute = "small";
        List<SentForm> forms = [];
        service.Faults.On("upload_slice_init", SentForm.Keep(forms)).On("upload", SentForm.Keep(forms));

        await service.UploadAsync(service.Folder.File("sliced.bin", 2 * Mebibyte), sliced);
        await service.UploadAsync(service.Folder.File("small.bin", 1), small);

        Assert.Equal(["归档 2026", "small"], forms.Select(form => form["biz_attr"]));
    }
}
