using CosSlice.Emulator;

namespace CosSlice.Benchmarks.Workers;

/// <summary>Uploads once with the engine.</summary>
internal static class EngineWork
{
    public static async Task<Sample> RunAsync(
        string file,
        Uri endpoint,
        string key,
        CosChecksum checksum,
        int throttle,
        string stateFolder,
        long? bytesPerSecond,
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

        Meter meter = new();
        using CosUploader uploader = new(options);
        UploadHandle<CosFile> upload = uploader.Start(new UploadRequest(context, file, ObjectKey.Create(key)), cancellationToken);
        CosFile stored = await upload.Completion;
        return meter.Read(stored.BytesSent);
    }
}
