using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Memory;

/// <summary>What an upload takes of memory beyond PowerShell's own, by the file's size and by slices in flight.</summary>
internal sealed class MemoryScenario : IScenario
{
    private const long Small = 256L * 1024 * 1024;
    private const long Huge = 16L * 1024 * 1024 * 1024;
    private const int Throttle = 4;
    private const int FewInFlight = 1;
    private const int ManyInFlight = 16;
    private const double MostMiB = 32;

    public string Name => "memory";

    public string Description => "Memory beyond PowerShell's own, by the file's size and by slices in flight.";

    public async Task<Section> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("cosslice-benchmark-");
        try
        {
            await using EmulatorProcess emulator = await EmulatorProcess.StartDiscardingAsync([], cancellationToken);
            string small = SparseFile.Create(Path.Combine(folder.FullName, "small.bin"), Small);
            string? obstacle = settings.IsHuge ? SparseFile.FindObstacle(folder.FullName, Huge) : "only with --huge";
            string huge = Path.Combine(folder.FullName, "huge.bin");
            if (obstacle is null)
            {
                SparseFile.Create(huge, Huge);
            }

            MemoryContender Upload(string size, string file, int throttle, string? obstacle = null)
                => new($"{size}, -ThrottleLimit {throttle}", folder.FullName, emulator.Endpoint, file, throttle, obstacle);
            IContender[] contenders =
            [
                new MemoryContender("PowerShell, nothing uploaded", folder.FullName, emulator.Endpoint, file: null, Throttle),
                Upload("256 MiB", small, Throttle),
                Upload("16 GiB", huge, Throttle, obstacle),
                Upload("256 MiB", small, FewInFlight),
                Upload("256 MiB", small, ManyInFlight),
            ];
            Outcome[] outcomes = [.. await Comparison.RunAsync(contenders, settings.Runs, cancellationToken)];
            return NewSection(outcomes);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Section NewSection(Outcome[] outcomes)
    {
        double? own = Peak(outcomes[0]);
        return new Section(
            "Memory beyond PowerShell's own",
            """
            Each run is a fresh PowerShell; peak memory is the largest working set since it began. PowerShell's own is that of one which runs the same script,
            imports the module and uploads nothing. What the others have beyond it is all that an upload brings: assemblies of .NET that nothing else had
            loaded (HTTP above all), code compiled on the way, and buffers. `-Checksum` is its default, Sha1, slices are of 1 MiB, and the files are sparse.
            """,
            [.. outcomes.Select(outcome => outcome.ToRow())],
            [
                new($"{outcomes[1].Contender.Name}: beyond PowerShell's own", Peak(outcomes[1]) - own, "0.0 MiB", AtMost: MostMiB),
                new($"{outcomes[2].Contender.Name}: beyond PowerShell's own", Peak(outcomes[2]) - own, "0.0 MiB", AtMost: MostMiB),
                new(
                    $"growth with each slice in flight, -ThrottleLimit {FewInFlight} to {ManyInFlight}",
                    (Peak(outcomes[4]) - Peak(outcomes[3])) / (ManyInFlight - FewInFlight),
                    "0.00 MiB"),
            ]);
    }

    private static double? Peak(Outcome outcome) => outcome.Median(sample => sample.PeakBytes!.Value / Sample.Mebibyte);
}
