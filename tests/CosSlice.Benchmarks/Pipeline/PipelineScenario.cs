using CosSlice.Benchmarks.PowerShell;
using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Pipeline;

/// <summary>Several large files piped into Send-CosFile, which hashes several side by side, and the next ones while it sends.</summary>
internal sealed class PipelineScenario : IScenario
{
    private const int Files = 8;

    // What goes up in slices by itself.
    private const int LeastMiB = 32;

    public string Name => "pipeline";

    public string Description => "Eight large files through one pipeline, with their SHA-1.";

    public async Task<Section> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        int fileMiB = Math.Max(LeastMiB, settings.SizeMiB / Files);
        using Workspace workspace = await Workspace.CreateAsync(Files, fileMiB, cancellationToken);
        await using EmulatorProcess emulator = await EmulatorProcess.StartDiscardingAsync([], cancellationToken);
        using ServiceClient service = new(emulator.Endpoint);
        IContender[] contenders =
        [
            new PowerShellContender(workspace, emulator.Endpoint, CosChecksum.Sha1, settings.Throttle),
            new CurlContender(workspace, service),
        ];
        Outcome[] outcomes = [.. await Comparison.RunAsync(contenders, settings.Runs, cancellationToken)];
        return new Section(
            $"{Files} files of {fileMiB} MiB through one pipeline",
            """
            `Get-ChildItem | Send-CosFile -Checksum Sha1`, in a PowerShell of its own in each turn, timed by Measure-Command after import and a warm-up
            upload, beside curl with the same bytes in the same slices, as one upload. All else is as for one file.
            """,
            [.. outcomes.Select(outcome => outcome.ToRow())],
            [new($"rate of {contenders[0].Name}, × {contenders[1].Name}", Ratio.OfRates(outcomes[0], outcomes[1]), "0.00", AtLeast: 0.5)]);
    }
}
