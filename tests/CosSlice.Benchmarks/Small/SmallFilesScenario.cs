using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Small;

/// <summary>Many small files through one pipeline.</summary>
internal sealed class SmallFilesScenario : IScenario
{
    public string Name => "small";

    public string Description => $"{SmallFiles.Count} files of {SmallFiles.Size / 1024} KiB through one pipeline, beside curl.";

    public async Task<Section> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        using SmallFiles files = new();
        await using EmulatorProcess emulator = await EmulatorProcess.StartDiscardingAsync([], cancellationToken);
        using ServiceClient service = new(emulator.Endpoint);
        IReadOnlyList<Outcome> outcomes = await Comparison.RunAsync(
            [
                new SmallPowerShell(files, emulator.Endpoint),
                new SmallPowerShell(files, emulator.Endpoint, isFirstAlone: true),
                new SmallEngine(files, emulator.Endpoint),
                new SmallBareCmdlet(files, service),
                new SmallCurl(files, service),
            ],
            settings.Runs,
            cancellationToken);
        Outcome ours = outcomes[0].Samples.Count > 0 ? outcomes[0] : outcomes[2];
        Outcome bare = outcomes[3];
        Outcome curl = outcomes[4];
        double? share = outcomes[0].Samples.Count == 0 || outcomes[1].Samples.Count == 0
            ? null
            : Spread.Of(outcomes[1].Samples.Zip(outcomes[0].Samples, (first, whole) => first.Seconds / whole.Seconds)).Median;
        return new Section(
            $"{SmallFiles.Count} files of {SmallFiles.Size / 1024} KiB",
            "`Get-ChildItem ... | Send-CosFile` with its defaults (SHA-1, sixteen requests in flight), after the import and one upload to warm up, "
                + "timed by `Measure-Command`; in a PowerShell of its own each time, so that most of the code that runs is compiled while it runs. "
                + "curl posts the same fields of the same files from a config file, whose SHA-1s were computed beforehand, and its time is that of "
                + "its whole process. The cmdlet that only posts reads each file, computes its SHA-1 and posts it, sixteen at once, in a PowerShell of its own too: "
                + "what PowerShell's pipeline and .NET's own client leave of curl's rate. A client's CPU is that of its own process; the emulator takes its share "
                + "of the same cores.",
            [.. outcomes.Select(outcome => outcome.ToRow())],
            [
                new($"rate of {ours.Contender.Name}, × {curl.Contender.Name}", Ratio.OfRates(ours, curl), "0.00", AtLeast: 0.7),
                new($"rate of {outcomes[2].Contender.Name}, × {curl.Contender.Name}", Ratio.OfRates(outcomes[2], curl), "0.00"),
                new($"rate of {bare.Contender.Name}, × {curl.Contender.Name}", Ratio.OfRates(bare, curl), "0.00"),
                new("share of the whole time after which the first result was out", share, "0.00"),
            ]);
    }
}
