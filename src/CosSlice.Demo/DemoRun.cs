using CosSlice.Emulator;

namespace CosSlice.Demo;

/// <summary>The main job from end to end: a file, a service, an upload, and the proof that what is stored is the file.</summary>
internal static class DemoRun
{
    private const long RandomFileLength = 256L * 1024 * 1024;

    /// <summary>Runs it and says on the console what happens.</summary>
    /// <returns>Whether every stored object equals its file.</returns>
    public static async Task<bool> RunAsync(FileInfo[] files, CancellationToken cancellationToken)
    {
        DirectoryInfo work = Directory.CreateTempSubdirectory("cosslice-demo-");
        try
        {
            if (files.Length == 0)
            {
                files = [await RandomFile.MakeAsync(Path.Combine(work.FullName, "demo.bin"), RandomFileLength, cancellationToken)];
                Console.WriteLine($"Made {files[0].FullName}: {RandomFileLength / 1024 / 1024} MiB of random bytes.");
            }

            await using EmulatorHost emulator = await EmulatorHost.StartAsync(
                new EmulatorOptions { Quiet = true }, cancellationToken: cancellationToken);
            Console.WriteLine($"The emulator listens on {emulator.Endpoint} and stores under {emulator.StorePath}.");
            EmulatorAccount account = EmulatorAccount.Default();
            DemoTarget target = new(
                emulator.Endpoint,
                account.AppId,
                account.Buckets.First(),
                account.SecretId,
                account.SecretKey,
                Path.Combine(work.FullName, "state"));

            IReadOnlyList<CosFile> stored = await UploadAsync(files, target, cancellationToken);
            return stored.Count == files.Length && await ReadBack.CompareAsync(stored, target, cancellationToken);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<CosFile>> UploadAsync(FileInfo[] files, DemoTarget target, CancellationToken cancellationToken)
    {
        (string? program, string why) = await PowerShellUpload.FindAsync(cancellationToken);
        Console.WriteLine(why);
        return program is null
            ? await EngineUpload.RunAsync(files, target, cancellationToken)
            : await PowerShellUpload.RunAsync(program, files, target, cancellationToken);
    }
}
