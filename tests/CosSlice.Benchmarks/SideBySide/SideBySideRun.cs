namespace CosSlice.Benchmarks.SideBySide;

/// <summary>The whole comparison: a file, an emulator, the clients, the table.</summary>
internal static class SideBySideRun
{
    public static async Task RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        using Workspace workspace = await Workspace.CreateAsync(settings.SizeMiB, cancellationToken);
        await using EmulatorProcess emulator = await EmulatorProcess.StartAsync(workspace.Store, cancellationToken);
        using ServiceClient service = new(emulator.Endpoint);

        CurlContender curl = new(workspace, service);
        RawTcpContender rawTcp = new(workspace);
        IContender[] contenders =
        [
            new EngineContender(workspace, service, CosChecksum.None, settings.Throttle),
            new EngineContender(workspace, service, CosChecksum.Md5, settings.Throttle),
            new EngineContender(workspace, service, CosChecksum.Sha1, settings.Throttle),
            curl,
            rawTcp,
        ];
        IReadOnlyList<Outcome> outcomes = await Comparison.RunAsync(contenders, settings.Runs, cancellationToken);
        ResultTable.Write(outcomes, settings, [("curl", curl), ("raw TCP", rawTcp)]);
    }
}
