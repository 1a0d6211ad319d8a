using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.StartUp;

/// <summary>What a PowerShell that has just started waits for.</summary>
internal sealed class StartUpScenario : IScenario
{
    private const double Milliseconds = 1000;

    public string Name => "start-up";

    public string Description => "The import, the first upload, the first slice of a resumed upload, and the list of a full journal.";

    public async Task<Section> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        using StartUpFolder folder = new();
        await using EmulatorProcess emulator = await EmulatorProcess.StartDiscardingAsync([], cancellationToken);
        Uri endpoint = emulator.Endpoint;
        using ResumeContender resume = new(folder, endpoint);
        IReadOnlyList<Outcome> outcomes = await Comparison.RunAsync(
            [
                Import("Import-Module, an assembly of one cmdlet", folder.BareModule),
                Import("Import-Module CosSlice", BuildPlace.Module),
                Timed("first upload after it, 4 KiB", StartUpScripts.FirstUpload, folder.EmptyState),
                resume,
                Timed($"Get-CosUpload, {StartUpFolder.Entries:N0} entries", StartUpScripts.List, folder.FullState),
            ],
            settings.Runs,
            cancellationToken);
        return new Section(
            "Start-up",
            "Each in a PowerShell of its own that has just started, so that nothing is compiled or cached; the resumed upload alone comes after one "
                + $"small one. The file that is resumed has {ResumeContender.Slices:N0} slices with the service, was read for its SHA-1 by the run "
                + "before, and its first slice is seen by a relay in front of the emulator.",
            [.. outcomes.Select(outcome => outcome.ToRow())],
            [
                new("import, beyond that of an assembly of one cmdlet", Beyond(outcomes[1], outcomes[0]), "0 ms", AtMost: 60),
                new("first upload of 4 KiB after the import", Median(outcomes[2]), "0 ms", AtMost: 300),
                new($"first slice of an upload of which {ResumeContender.Slices:N0} are there", Median(outcomes[3]), "0 ms", AtMost: 1000),
                new($"Get-CosUpload over {StartUpFolder.Entries:N0} entries", Median(outcomes[4]), "0 ms", AtMost: 2000),
            ]);

        ScriptContender Import(string name, string path)
            => new(name, StartUpScripts.Import, endpoint, folder.EmptyState, new Dictionary<string, string> { ["BENCHMARK_IMPORT"] = path });

        ScriptContender Timed(string name, string script, string state)
            => new(name, script, endpoint, state, new Dictionary<string, string>
            {
                ["BENCHMARK_FILE"] = folder.SmallFile,
                ["BENCHMARK_COUNT"] = $"{StartUpFolder.Entries}",
            });
    }

    private static double? Median(Outcome outcome) => outcome.Median(sample => sample.Seconds * Milliseconds);

    private static double? Beyond(Outcome ours, Outcome bare) => Median(ours) - Median(bare);
}
