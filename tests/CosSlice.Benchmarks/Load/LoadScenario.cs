using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Load;

/// <summary>Very many files, and a very large one: whether all is stored, and what is held meanwhile.</summary>
internal sealed class LoadScenario : IScenario
{
    private const double MostGrowthMiB = 8;
    private const int MostHandles = 4;
    private const double MostRoomMiB = 64;

    private const string Explanation = """
        `Send-CosFile` with its default settings, in a fresh PowerShell each run, and an emulator that keeps what it gets. All objects are read back
        and compared with the files. Memory is PowerShell's working set after a collection, each hundredth file: the median of the ten
        within the first thousand, and within the last. Handles are counted before the pipeline, when one file has gone up, and after it.
        The file of 16 GiB, with `--huge` only, has a few bytes in each GiB; the emulator keeps the rest as holes.
        """;

    public string Name => "load";

    public string Description => $"{ManyFiles.Count} files in one pipeline, and with --huge a sparse file of 16 GiB that is kept and read back.";

    public async Task<Section> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        using ManyFiles files = new();
        await using EmulatorProcess emulator = await EmulatorProcess.StartAsync(files.Store, cancellationToken);
        ManyFilesContender many = new(files, emulator.Endpoint);
        string hugeStore = Path.Combine(files.State, "huge-store");
        await using EmulatorProcess keeper = await EmulatorProcess.StartAsync(hugeStore, cancellationToken);
        string? obstacle = settings.IsHuge ? HugeFile.FindObstacle(files.State) : "only with --huge";
        string path = Path.Combine(files.State, "huge.bin");
        HugeFileContender huge = new(
            obstacle is null ? HugeFile.Create(path) : path, files.State, hugeStore, keeper.Endpoint, settings.Throttle, obstacle);
        Outcome[] outcomes = [.. await Comparison.RunAsync([many, huge], settings.Runs, cancellationToken)];
        bool isManyThere = outcomes[0].Samples.Count > 0;
        bool isHugeThere = outcomes[1].Samples.Count > 0;
        return new Section(
            $"{ManyFiles.Count} files of up to 8 KiB, and one of 16 GiB",
            Explanation,
            [.. outcomes.Select(outcome => outcome.ToRow())],
            [
                new($"objects that are the file, of {ManyFiles.Count}", isManyThere ? many.Right : null, "0", AtLeast: ManyFiles.Count),
                new(
                    "growth from the first thousand files to the last",
                    isManyThere ? Spread.Of(many.Held.Select(held => (held.LastBytes - held.FirstBytes) / Sample.Mebibyte)).Median : null,
                    "0.0 MiB",
                    AtMost: MostGrowthMiB),
                new("handles more after them than before", isManyThere ? many.Held.Max(held => held.OpenAfter - held.OpenBefore) : null, "0", AtMost: MostHandles),
                new("16 GiB: objects that are not the file", isHugeThere ? huge.Wrong : null, "0", AtMost: 0),
                new(
                    "16 GiB: room on the disk for what all runs stored",
                    isHugeThere ? huge.Room / Sample.Mebibyte : null,
                    "0 MiB",
                    AtMost: MostRoomMiB),
            ]);
    }
}
