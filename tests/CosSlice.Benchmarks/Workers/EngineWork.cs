using CosSlice.Emulator;

namespace CosSlice.Benchmarks.Workers;

/// <summary>Uploads with the engine, and tells of one upload.</summary>
internal static class EngineWork
{
    private const string WarmUpSuffix = "-warm-up";

    public static async Task<Sample> RunAsync(
        string file,
        Uri endpoint,
        string key,
        CosChecksum checksum,
        int throttle,
        string stateFolder,
        long? bytesPerSecond,
        string? warmUp,
        CancellationToken cancellationToken)
    {
        EmulatorAccount account = EmulatorAccount.Default();
        CosContext context = CosContext.Create(
            account.AppId, account.Buckets[0], null, endpoint, account.SecretId, account.SecretKey);
        TransferOptions options = new()
        {
            Checksum = checksum,
            ThrottleLimit = throttle,
            MaxBytesPerSecond = bytesPerSecond,
            NoProxy = true,
            StateFolder = stateFolder,

            // Whatever the size: it is slices that are compared.
            SimpleUploadLimit = 0,

            // A run with a repeat in it is none.
            MaximumRetryCount = 0,
        };

        using CosUploader uploader = new(options);
        if (warmUp is not null)
        {
            _ = await UploadAsync(warmUp, key + WarmUpSuffix);
        }

        Meter meter = new();
        CosFile stored = await UploadAsync(file, key);
        return meter.Read(stored.BytesSent);

        Task<CosFile> UploadAsync(string path, string name)
            => uploader.Start(new UploadRequest(context, path, ObjectKey.Create(name)), cancellationToken).Completion;
    }
}
