using CosSlice.Journal;
using CosSlice.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CosSlice.Tests.Engine;

/// <summary>Uploads of this machine that were cut off, for a later process to carry on.</summary>
internal static class Cut
{
    public const int Mebibyte = 1024 * 1024;

    /// <summary>One slice after another, and no patience: what the network does to a request is the end.</summary>
    public static TransferOptions OneByOne(CosChecksum checksum = CosChecksum.Sha1)
    {
        TransferOptions options = Service.Quick(sliced: true, checksum);
        options.ThrottleLimit = 1;
        options.RetryTimeout = TimeSpan.Zero;
        return options;
    }

    /// <summary>Uploads so many slices of 1 MiB; then the network is gone. Where all are there, the last step is what lacks.</summary>
    /// <returns>What users see of it in the journal.</returns>
    public static async Task<CosUpload> AfterAsync(
        Service service, string path, int slices, CosChecksum checksum = CosChecksum.Sha1, CosContext? context = null, string? key = null)
    {
        bool isV1 = context is { ApiVersion: 1 };
        string op = isV1 ? "upload_slice" : "upload_slice_data";
        bool isWhole = !isV1 && (long)slices * Mebibyte >= new FileInfo(path).Length;
        service.Faults
            .On(op, (http, next) => next(http), times: slices + (isV1 ? 1 : 0))
            .On(isWhole ? "upload_slice_finish" : op, Faults.Break);
        CosException failure = await Assert.ThrowsAsync<CosException>(
            () => service.UploadAsync(path, OneByOne(checksum), key, context: context)).Guarded();
        Assert.Equal("TransferInterrupted", failure.ErrorId);
        return service.Upload(key ?? Path.GetFileName(path), context)!;
    }

    /// <summary>What a killed process leaves: it had no time to write how it ended.</summary>
    public static async Task<CosUpload> KilledAfterAsync(
        Service service, string path, int slices, CosChecksum checksum = CosChecksum.Sha1, CosContext? context = null, string? key = null)
    {
        CosUpload upload = await AfterAsync(service, path, slices, checksum, context, key);
        Rewrite(service, upload, entry => entry with { State = CosUploadState.Sending, LastError = null, LastErrorCode = null });
        return service.Upload(upload.Key!, context)!;
    }

    /// <summary>Puts another entry in an upload's place.</summary>
    public static void Rewrite(Service service, CosUpload upload, Func<UploadRecord, UploadRecord> change)
        => service.Journal.Save(change(service.Journal.Find(upload.UploadId!)!));

    /// <summary>Carries an upload on in a later process: by its file, or by what the journal has of it.</summary>
    public static async Task<CosFile> GoOnAsync(
        Service service,
        CosUpload upload,
        bool isResume,
        TransferOptions? options = null,
        IUploadObserver? observer = null,
        Action<UploadProgress>? look = null,
        CosContext? context = null)
    {
        using CosUploader uploader = service.Uploader(options ?? Service.Quick(sliced: true), observer);
        context = (context ?? service.Context).For(upload);
        UploadHandle<CosFile> handle = isResume
            ? uploader.Resume(context, upload, TestContext.Current.CancellationToken)
            : uploader.Start(service.Request(upload.LiteralPath!, upload.Key, context), TestContext.Current.CancellationToken);
        try
        {
            return await handle.Completion.Guarded();
        }
        finally
        {
            look?.Invoke(handle.Progress);
        }
    }

    /// <summary>The same, where it ends in an error.</summary>
    public static Task<CosException> FailToGoOnAsync(
        Service service, CosUpload upload, bool isResume, TransferOptions? options = null, IUploadObserver? observer = null, CosContext? context = null)
        => Assert.ThrowsAnyAsync<CosException>(() => GoOnAsync(service, upload, isResume, options, observer, context: context));

    /// <summary>Says yes to a slice that nobody stores.</summary>
    public static async Task Pretend(HttpContext context, RequestDelegate next)
    {
        List<SentForm> forms = [];
        await SentForm.Keep(forms)(context, _ => Task.CompletedTask);
        await Faults.Answer(
            200,
            "application/json",
            $$$"""{"code":0,"message":"SUCCESS","data":{"session":"{{{forms[0]["session"]}}}","offset":{{{forms[0]["offset"]}}}}}""")(context, next);
    }

    /// <summary>Begins an upload of another file to a key on another machine, and leaves it with one slice.</summary>
    public static async Task ElsewhereAsync(Service service, string path, string key, CosChecksum checksum = CosChecksum.Sha1)
    {
        service.Faults
            .On("upload_slice_data", (http, next) => next(http))
            .On("upload_slice_data", Faults.Break);
        await Assert.ThrowsAsync<CosException>(() => service.UploadAsync(path, service.Elsewhere(OneByOne(checksum)), key)).Guarded();
    }
}
