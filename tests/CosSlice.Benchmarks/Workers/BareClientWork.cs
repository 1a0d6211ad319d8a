using System.Security.Cryptography;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Workers;

/// <summary>
/// Posts all files of a folder with .NET's own client and nothing else, sixteen at once, after one to warm up: what the class library takes
/// for the same requests, without pipeline, locks, checks or repeats.
/// </summary>
internal static class BareClientWork
{
    private const int AtOnce = 16;

    public static async Task<Sample> RunAsync(string folder, Uri endpoint, string key, CancellationToken cancellationToken)
    {
        using ServiceClient service = new(endpoint);
        string authorization = service.Sign();
        string[] files = Directory.GetFiles(folder);
        _ = await UploadAsync(files[0], key + "/warm-up", cancellationToken);

        Meter meter = new();
        long bytes = 0;
        await Parallel.ForEachAsync(
            files,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (file, token) => Interlocked.Add(ref bytes, await UploadAsync(file, $"{key}/{Path.GetFileName(file)}", token)));
        return meter.Read(bytes);

        async ValueTask<long> UploadAsync(string file, string name, CancellationToken token)
        {
            byte[] content = await File.ReadAllBytesAsync(file, token);
            await service.UploadAsync(name, authorization, content, Sha1Of(content), token);
            return content.Length;
        }
    }

#pragma warning disable CA5350 // the protocol's own; it guards against damage, not against attack
    private static string Sha1Of(byte[] content) => Convert.ToHexStringLower(SHA1.HashData(content));
#pragma warning restore CA5350
}
