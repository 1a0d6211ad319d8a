using System.Text.Json;
using CosSlice.Benchmarks.PowerShell;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Load;

/// <summary>Send-CosFile with its default settings, and very many files in one pipeline.</summary>
/// <param name="files">The files.</param>
/// <param name="endpoint">An emulator that keeps them.</param>
internal sealed class ManyFilesContender(ManyFiles files, Uri endpoint) : IContender
{
    public string Name => $"{ManyFiles.Count} files in one pipeline";

    public bool WarmsUp => true;

    /// <summary>What each run held.</summary>
    public List<ManyFilesHeld> Held { get; } = [];

    /// <summary>How many of the objects were the files, in the run that had the fewest.</summary>
    public int Right { get; private set; } = int.MaxValue;

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => PowerShellHost.FindObstacleAsync(cancellationToken);

    public async Task<Sample> RunAsync(string key, CancellationToken cancellationToken)
    {
        Dictionary<string, string> variables = new() { ["BENCHMARK_FILES"] = files.Folder, ["BENCHMARK_KEY"] = key };
        ChildProcess child = await ChildProcess.RunAsync(
            await PowerShellHost.PrepareAsync(ManyFilesScript.Text, endpoint, files.State, variables, cancellationToken), cancellationToken);
        Sample sample = child.ToSample("PowerShell");
        Held.Add(JsonSerializer.Deserialize<ManyFilesHeld>(child.Output)!);
        Right = Math.Min(Right, await CountRightAsync(key, cancellationToken));
        return sample.Bytes == files.Length
            ? sample
            : throw new BenchmarkFailedException($"Of {files.Length} bytes {sample.Bytes} were sent.");
    }

    private async Task<int> CountRightAsync(string key, CancellationToken cancellationToken)
    {
        int right = 0;
        using ServiceClient service = new(endpoint);
        await Parallel.ForEachAsync(Directory.EnumerateFiles(files.Folder), cancellationToken, async (path, token) =>
        {
            using Stream stored = await service.ReadAsync($"{key}/{Path.GetFileName(path)}", token);
            await using FileStream file = File.OpenRead(path);
            if (await SameContent.IsInAsync(stored, file, token))
            {
                Interlocked.Increment(ref right);
            }
        });
        return right;
    }
}
