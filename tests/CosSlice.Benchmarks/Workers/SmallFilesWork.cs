using CosSlice.Emulator;

namespace CosSlice.Benchmarks.Workers;

/// <summary>Uploads all files of a folder with the engine, eight at once, after one to warm up.</summary>
internal static class SmallFilesWork
{
    private const int AtOnce = 8;

    public static async Task<Sample> RunAsync(
        string folder, Uri endpoint, string key, string stateFolder, CancellationToken cancellationToken)
    {
        EmulatorAccount account = EmulatorAccount.Default();
        CosContext context = CosContext.Create(account.AppId, account.Buckets[0], null, endpoint, account.SecretId, account.SecretKey);
        TransferOptions options = new() { ThrottleLimit = AtOnce, NoProxy = true, StateFolder = stateFolder, MaximumRetryCount = 0 };
        string[] files = Directory.GetFiles(folder);
        using CosUploader uploader = new(options);
        _ = await UploadAsync(files[0], key + "/warm-up");

        Meter meter = new();
        long bytes = 0;
        await Parallel.ForEachAsync(
            files,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (file, _) => Interlocked.Add(ref bytes, (await UploadAsync(file, $"{key}/{Path.GetFileName(file)}")).BytesSent));
        return meter.Read(bytes);

        Task<CosFile> UploadAsync(string file, string name)
            => uploader.Start(new UploadRequest(context, file, ObjectKey.Create(name)), cancellationToken).Completion;
    }
}
