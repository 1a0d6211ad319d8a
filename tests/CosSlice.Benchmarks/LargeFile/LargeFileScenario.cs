using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.LargeFile;

/// <summary>One large file, sent by every client found.</summary>
internal sealed class LargeFileScenario : IScenario
{
    public string Name => "large";

    public string Description => "One large file in slices, with every client found.";

    public async Task<Section> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        using Workspace workspace = await Workspace.CreateAsync(settings.SizeMiB, cancellationToken);
        await using EmulatorProcess emulator = await EmulatorProcess.StartAsync(workspace.Store, cancellationToken);
        using ServiceClient service = new(emulator.Endpoint);

        CurlContender curl = new(workspace, service);
        RawTcpContender rawTcp = new(workspace);
        EngineContender none = new(workspace, service, CosChecksum.None, settings.Throttle);
        IContender[] contenders =
        [
            none,
            new EngineContender(workspace, service, CosChecksum.Md5, settings.Throttle),
            new EngineContender(workspace, service, CosChecksum.Sha1, settings.Throttle),
            curl,
            rawTcp,
        ];
        IReadOnlyList<Outcome> outcomes = await Comparison.RunAsync(contenders, settings.Runs, cancellationToken);
        Finding[] findings = [new("x", outcomes[0].Median(sample => sample.MiBPerSecond) / outcomes[3].Median(sample => sample.MiBPerSecond), "0.00", AtLeast: 0.9)];
        return new Section($"One file of {settings.SizeMiB} MiB", "", [.. outcomes.Select(outcome => outcome.ToRow())], findings);
    }
}
