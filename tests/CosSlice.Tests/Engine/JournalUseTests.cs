using System.Collections.Concurrent;
using System.Text;
using CosSlice.Emulator;
using CosSlice.Journal;
using CosSlice.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CosSlice.Tests.Engine;

/// <summary>An upload's entry in the journal from its beginning to its end, and what must never be in it.</summary>
public class JournalUseTests
{
    private const int Mebibyte = 1024 * 1024;
    private const string Secret = "a-key-that-nobody-may-find";

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public async Task A_file_that_goes_up_in_one_request_is_locked_and_not_remembered(int version)
    {
        await using Service service = await Service.StartAsync();
        CosContext context = version == 1 ? service.V1 : service.Context;
        IReadOnlyList<string> meanwhile = [];
        service.Faults.On("upload", Faults.Before(() => meanwhile = service.StateFiles()));

        await service.UploadAsync(service.Folder.File("small.bin", 1000), context: context);

        Assert.Equal([service.IdOf("small.bin", context) + ".lock"], meanwhile);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(CosChecksum.Sha1)]
    [InlineData(CosChecksum.None)]
    public async Task It_is_waiting_then_sending_and_then_gone(CosChecksum checksum)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("life.bin", 2 * Mebibyte);
        CosUploadState? before = null;
        UploadRecord? during = null;
        UploadRecord? last = null;
        CosUpload? seen = null;
        service.Faults
            .On("upload_slice_init", Faults.Before(() => before = service.Upload("life.bin")?.State))
            .On("upload_slice_data", Faults.Before(() =>
            {
                during = service.Entry("life.bin");
                seen = service.Upload("life.bin");
            }))
            .On("upload_slice_finish", Faults.Before(() => last = service.Entry("life.bin")));

        CosFile stored = await service.UploadAsync(path, Service.Quick(sliced: true, checksum));

        Assert.True(before is null or CosUploadState.Waiting, before.ToString());
        Assert.Equal(CosUploadState.Sending, during!.State);
        Assert.Equal(CosUploadState.Sending, seen!.State);
        Assert.Equal((path, 2L * Mebibyte, File.GetLastWriteTimeUtc(path)), (during.LiteralPath, during.Length, during.LastWriteTimeUtc));
        Assert.Equal((stored.Sha1, checksum, 4), (during.Sha1, during.Checksum, during.ApiVersion));
        Assert.NotNull(during.Session);
        Assert.Equal(Mebibyte, during.SliceSize);
        Assert.False(during.IsFinishAsked);
        Assert.True(last!.IsFinishAsked);
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task Cancelled_it_is_interrupted()
    {
        await using Service service = await Service.StartAsync();
        using CancellationTokenSource stop = new();
        service.Faults.On("upload_slice_data", (http, next) => next(http), times: 2).On("upload_slice_data", Faults.Before(stop.Cancel));
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = 1;
        using CosUploader uploader = service.Uploader(options);

        UploadHandle<CosFile> handle = uploader.Start(service.Request(service.Folder.File("stopped.bin", 5 * Mebibyte)), stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handle.Completion).Guarded();

        CosUpload upload = service.Upload("stopped.bin")!;
        Assert.Equal(CosUploadState.Interrupted, service.Entry("stopped.bin")!.State);
        Assert.Equal(2 * Mebibyte, upload.BytesSent);
        await service.AssertNotStoredAsync("stopped.bin");
    }

    [Fact]
    public async Task Given_up_on_it_is_interrupted_and_says_why()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("cut.bin", 5 * Mebibyte);

        CosUpload upload = await Cut.AfterAsync(service, path, 3);

        Assert.Equal(CosUploadState.Interrupted, service.Entry("cut.bin")!.State);
        Assert.Equal((3L * Mebibyte, 5L * Mebibyte, (long)Mebibyte), (upload.BytesSent, upload.Length, upload.SliceSize));
        Assert.NotNull(upload.LastError);
        Assert.Equal((path, "cut.bin", "accesslog", "10055004", service.Context.Endpoint), (upload.LiteralPath, upload.Key, upload.Bucket, upload.AppId, upload.Endpoint));
    }

    [Fact]
    public async Task Refused_for_good_it_has_failed_with_reason_and_code()
    {
        await using Service service = await Service.StartAsync();
        service.Faults.On("upload_slice_data", Faults.Refuse(400, -29095), times: 100);

        CosException failure = await Assert.ThrowsAnyAsync<CosException>(
            () => service.UploadAsync(service.Folder.File("refused.bin", 3 * Mebibyte), Service.Quick(sliced: true))).Guarded();

        CosUpload upload = service.Upload("refused.bin")!;
        Assert.Equal(-29095, failure.Code);
        Assert.Equal((CosUploadState.Failed, -29095, failure.Message), (upload.State, upload.LastErrorCode, upload.LastError));
        Assert.Equal((upload.UploadId, upload.State, upload.BytesSent), (failure.Upload!.UploadId, failure.Upload.State, failure.Upload.BytesSent));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wrong_key_interrupts_and_the_right_one_goes_on(bool isResume)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("key.bin", 5 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 3);
        CosContext wrong = CosContext.Create("10055004", "accesslog", null, service.Emulator.Endpoint, "AKIDemulator", "wrong");
        Tally tally = service.Tally();

        CosException failure = await Cut.FailToGoOnAsync(service, upload, isResume, context: wrong);

        Assert.Equal(CosErrorKind.Authentication, failure.Kind);
        CosUpload left = service.Upload("key.bin")!;
        Assert.Equal(CosUploadState.Interrupted, left.State);
        Assert.Equal(failure.Code, left.LastErrorCode);
        Assert.Equal(3 * Mebibyte, left.BytesSent);

        CosFile stored = await Cut.GoOnAsync(service, left, isResume);
        await service.AssertStoredAsync(path);
        Assert.True(stored.Resumed);
        Assert.Equal([3 * Mebibyte, 4 * Mebibyte], tally.Slices);
    }

    [Fact]
    public async Task The_key_may_change_in_the_middle()
    {
        EmulatorAccount other = new() { SecretId = "AKIDother", SecretKey = Secret, Buckets = ["accesslog"] };
        await using Service service = await Service.StartAsync(options => options.Accounts = [Service.Account(), other]);
        string path = service.Folder.File("key.bin", 5 * Mebibyte);
        CosUpload upload = await Cut.AfterAsync(service, path, 3);
        CosContext later = CosContext.Create(secretId: "AKIDother", secretKey: Secret);

        CosFile stored = await Cut.GoOnAsync(service, upload, isResume: true, context: later);

        await service.AssertStoredAsync(path);
        Assert.Equal(2 * Mebibyte, stored.BytesSent);
    }

    [Theory]
    [InlineData(-177, 409)]
    [InlineData(-29095, 400)]
    public async Task What_was_refused_for_good_before_anything_began_is_not_remembered(int code, int status)
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("never.bin", 3 * Mebibyte);
        service.Faults.On("upload_slice_init", Faults.Refuse(status, code), times: 100);

        await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(path, Service.Quick(sliced: true))).Guarded();

        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task What_cannot_begin_is_not_remembered()
    {
        await using Service service = await Service.StartAsync();

        await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(Path.Combine(service.Folder.Path, "no.bin"), Service.Quick(sliced: true)));
        await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(
            service.Folder.File("v1.bin", 10), Service.Quick(sliced: true, CosChecksum.None), context: service.V1));

        Assert.Empty(service.StateFiles());
        Assert.Empty(service.Emulator.Requests);
    }

    [Fact]
    public async Task Different_files_to_one_key_never_make_two_entries()
    {
        await using Service service = await Service.StartAsync();
        for (int day = 1; day <= 4; day++)
        {
            string path = service.Folder.File($"day{day}.bak", (3 * Mebibyte) + day, seed: day);
            CosUpload upload = await Cut.AfterAsync(service, path, 1, day % 2 == 0 ? CosChecksum.None : CosChecksum.Sha1, key: "backup.bak");

            Assert.Equal(path, upload.LiteralPath);
            Assert.Equal(upload.UploadId, Assert.Single(new CosUploads(service.StateFolder, Assert.Fail).List()).UploadId);
        }

        Assert.Equal(1, service.StateFiles().Count(name => name.EndsWith(".json", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(CosChecksum.Sha1, 4)]
    [InlineData(CosChecksum.None, 4)]
    [InlineData(CosChecksum.Sha1, 1)]
    public async Task A_small_file_in_the_place_of_one_that_was_begun_leaves_nothing_of_it(CosChecksum checksum, int version)
    {
        await using Service service = await Service.StartAsync();
        CosContext context = version == 1 ? service.V1 : service.Context;
        await Cut.AfterAsync(service, service.Folder.File("large.bin", 3 * Mebibyte), 1, checksum, context, "place.bin");
        string small = service.Folder.File("small.bin", 1000, seed: 2);
        RecordingObserver observer = new();

        await service.UploadAsync(small, Service.Quick(checksum: checksum), "place.bin", observer, context).Guarded();

        await service.AssertStoredAsync(small, "place.bin");
        Assert.Empty(service.StateFiles());
        Assert.True(observer.Warnings.Count <= 1);
    }

    [Fact]
    public async Task A_small_file_that_was_begun_in_slices_leaves_nothing_either()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("small.bin", 3 * Mebibyte);
        await Cut.AfterAsync(service, path, 1);

        await service.UploadAsync(path, Service.Quick(sliced: false)).Guarded();

        await service.AssertStoredAsync(path);
        Assert.Empty(service.StateFiles());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public async Task There_is_no_secret_in_it_it_is_small_and_the_users_alone(int version)
    {
        EmulatorAccount account = new() { SecretId = "AKIDsecretive", SecretKey = Secret, Buckets = ["accesslog"] };
        await using Service service = await Service.StartAsync(options => options.Accounts = [account]);
        CosContext context = CosContext.Create(
            "10055004", "accesslog", null, service.Emulator.Endpoint, "AKIDsecretive", Secret, apiVersion: version);
        ConcurrentBag<string> signatures = [];
        ConcurrentQueue<string> problems = [];
        int looks = 0;
        Task LookAsync(HttpContext http, RequestDelegate next)
        {
            signatures.Add(http.Request.Headers.Authorization.ToString());
            Interlocked.Increment(ref looks);
            foreach (string problem in Inspect(service, signatures))
            {
                problems.Enqueue(problem);
            }

            return next(http);
        }

        string path = service.Folder.File("secretive.bin", 4 * Mebibyte);
        string op = version == 1 ? "upload_slice" : "upload_slice_data";
        TransferOptions options = Service.Quick(sliced: true);
        options.ThrottleLimit = 1;
        service.Faults
            .On("upload_slice_init", LookAsync)
            .On(op, LookAsync, times: 2)
            .On(op, Faults.Answer(400, "application/json", $$"""{"code":-29095,"message":"{{new string('m', 20_000)}}","request_id":"x"}"""));
        await Assert.ThrowsAnyAsync<CosException>(() => service.UploadAsync(path, options, context: context)).Guarded();
        Assert.NotNull(service.Entry("secretive.bin", context)!.LastError);
        problems = new(problems.Concat(Inspect(service, signatures)));

        service.Faults.On(null, LookAsync, times: 1000);
        await service.UploadAsync(path, Service.Quick(sliced: true), context: context).Guarded();

        Assert.Empty(problems);
        Assert.True(looks > 4);
        Assert.Empty(service.StateFiles());
    }

    [Fact]
    public async Task The_journal_is_where_the_environment_says_when_no_folder_is_named()
    {
        await using Service service = await Service.StartAsync();
        string path = service.Folder.File("environment.bin", 2 * Mebibyte);
        bool isThere = false;
        service.Faults.On("upload_slice_data", Faults.Before(
            () => isThere = new CosUploads().Find(service.IdOf("environment.bin")) is { State: CosUploadState.Sending }));
        using CosUploader uploader = new(Service.Quick(sliced: true));

        await uploader.Start(service.Request(path), TestContext.Current.CancellationToken).Completion.Guarded();

        Assert.True(isThere);
        Assert.Empty(service.StateFiles());
    }

    private static IEnumerable<string> Inspect(Service service, IEnumerable<string> signatures)
    {
        if (!Directory.Exists(service.StateFolder))
        {
            yield break;
        }

        string[] secrets = [Secret, "q-sign", "Authorization", Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), .. signatures.Distinct()];
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(service.StateFolder) != (own | UnixFileMode.UserExecute))
        {
            yield return "the folder's mode";
        }

        foreach (string file in Directory.GetFiles(service.StateFolder))
        {
            string text;
            UnixFileMode mode;
            try
            {
                using StreamReader reader = new(Open(file), Encoding.Latin1);
                text = reader.ReadToEnd();
                mode = OperatingSystem.IsWindows() ? own : File.GetUnixFileMode(file);
            }
            catch (FileNotFoundException)
            {
                // One that was just put in another's place.
                continue;
            }

            if (mode != own)
            {
                yield return $"the mode of {file}";
            }

            if (file.EndsWith(".json", StringComparison.Ordinal) && text.Length >= 8192)
            {
                yield return $"{file} has {text.Length} bytes";
            }

            foreach (string secret in secrets.Where(secret => text.Contains(secret, StringComparison.Ordinal)))
            {
                yield return $"{secret} in {file}";
            }
        }
    }

    // A FileStream that opens a file itself asks for a share of its lock, which the upload holds.
    private static FileStream Open(string file)
        => OperatingSystem.IsWindows()
            ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : new FileStream(UnixFiles.OpenFile(file, forWriting: false) ?? throw new FileNotFoundException(file), FileAccess.Read);
}
