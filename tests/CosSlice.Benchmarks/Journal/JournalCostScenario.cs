using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Journal;

/// <summary>What remembering an upload costs it.</summary>
internal sealed class JournalCostScenario : IScenario
{
    private const string Explanation =
        "The upload without a checksum, which is the fastest and so the one that a journal costs most, with the journal on this machine's disk and "
        + "with a place for it that cannot be used; and all that the journal does for it alone, every write flushed to the disk and none beside the "
        + "transfer. Its share is the last by the first, as two uploads differ by more than the journal takes.";

    public string Name => "journal";

    public string Description => "What the journal adds to the upload of a large file, at the full rate of the loopback.";

    public async Task<Section> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        using Workspace workspace = await Workspace.CreateAsync(settings.SizeMiB, cancellationToken);
        await using EmulatorProcess emulator = await EmulatorProcess.StartDiscardingAsync([], cancellationToken);
        using JournalSteps steps = new(workspace.File, workspace.State);
        JournalContender upload = new(workspace, emulator.Endpoint, settings.Throttle, "engine alone, None", workspace.State);
        IContender[] contenders =
        [
            upload,
            new JournalContender(workspace, emulator.Endpoint, settings.Throttle, "engine alone, None, without a journal", workspace.File),
            new JournalStepsContender(steps, upload, workspace.Length),
        ];
        IReadOnlyList<Outcome> outcomes = await Comparison.RunAsync(contenders, settings.Runs, cancellationToken);
        return new Section(
            $"The journal's share of an upload of {settings.SizeMiB} MiB",
            Explanation,
            [.. outcomes.Select(outcome => outcome.ToRow())],
            [
                new Finding("of an upload's time for the journal", ShareOf(outcomes[2], outcomes[0]), "0.0%", AtMost: 0.02),
                new Finding("× the rate without a journal", Ratio.OfRates(outcomes[0], outcomes[1]), "0.00"),
            ]);
    }

    private static double? ShareOf(Outcome journal, Outcome upload)
        => journal.Samples.Count == 0 || upload.Samples.Count == 0
            ? null
            : Spread.Of(journal.Samples.Zip(upload.Samples, (alone, whole) => alone.Seconds / whole.Seconds)).Median;
}
