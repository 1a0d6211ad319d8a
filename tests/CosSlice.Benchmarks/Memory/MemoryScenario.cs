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

            MemoryContender Upload(string size, string file, CosChecksum checksum, int throttle, string? obstacle = null)
                => new($"{size}, {checksum}, {throttle} in flight", folder.FullName, emulator.Endpoint, file, checksum, throttle, obstacle);
            IContender[] contenders =
            [
                new MemoryContender("PowerShell, nothing uploaded", folder.FullName, emulator.Endpoint, file: null, CosChecksum.None, Throttle),
                Upload("256 MiB", small, CosChecksum.None, Throttle),
                Upload("16 GiB", huge, CosChecksum.None, Throttle, obstacle),
                Upload("256 MiB", small, CosChecksum.Sha1, Throttle),
                Upload("16 GiB", huge, CosChecksum.Sha1, Throttle, obstacle),
                Upload("256 MiB", small, CosChecksum.Sha1, FewInFlight),
                Upload("256 MiB", small, CosChecksum.Sha1, ManyInFlight),
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
            loaded (HTTP above all), code compiled on the way, and buffers. A row tells `-Checksum` and `-ThrottleLimit`; slices are of 1 MiB, and the files are
            sparse.
            """,
            [.. outcomes.Select(outcome => outcome.ToRow())],
            [
                .. outcomes[1..5].Select(outcome => new Finding(
                    $"{outcome.Contender.Name}: beyond PowerShell's own", Peak(outcome) - own, "0.0 MiB", AtMost: MostMiB)),
                new(
                    $"growth with each slice in flight, from {FewInFlight} to {ManyInFlight}",
                    (Peak(outcomes[6]) - Peak(outcomes[5])) / (ManyInFlight - FewInFlight),
                    "0.00 MiB"),
            ]);
    }

    private static double? Peak(Outcome outcome) => outcome.Median(sample => sample.PeakBytes!.Value / Sample.Mebibyte);
}
