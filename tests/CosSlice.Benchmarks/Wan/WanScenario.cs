using CosSlice.Benchmarks.PowerShell;
using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Wan;

/// <summary>A file over a line that is long and not very wide.</summary>
internal sealed class WanScenario : IScenario
{
    private const int SizeMiB = 64;
    private const double BytesPerSecond = 200_000_000 / 8;

    private const string Explanation = """
        The file goes over a relay on this machine, which makes a line of 200 Mbit/s each way, shared by all connections, with a round trip of 100 ms:
        what it reads it passes on 50 ms later, at that rate; a new connection's first bytes wait for another round trip, as its handshake would take one.
        Both are of the relay's making: it has no packets, so that connections start at full speed and lose nothing. On a real line a connection
        starts slowly and shares the queue before the line with the others, which costs all clients more than is seen here.

        - `Send-CosFile` has its default settings; its time and the engine's are the second upload's, as elsewhere.
        - `curl -T` puts the whole file in one request over one connection, with no protocol around it.
        """;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);
    private static readonly int[] InFlight = [1, 4, 8, 16];

    public string Name => "wan";

    public string Description => "A file over a line of 200 Mbit/s with a round trip of 100 ms.";

    public async Task<Section> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        using Workspace workspace = await Workspace.CreateAsync(SizeMiB, cancellationToken);
        await using EmulatorProcess emulator = await EmulatorProcess.StartDiscardingAsync([], cancellationToken);
        await using DiscardingServer server = await DiscardingServer.StartAsync(cancellationToken);
        await using Relay toEmulator = new(emulator.Endpoint, BytesPerSecond, Delay);
        await using Relay toServer = new(server.Endpoint, BytesPerSecond, Delay);

        int usual = new TransferOptions().ThrottleLimit;
        IContender[] contenders =
        [
            new PowerShellContender(workspace, toEmulator.Endpoint, CosChecksum.Sha1, usual),
            .. InFlight.Select(inFlight => new InFlightContender(workspace, toEmulator.Endpoint, inFlight)),
            new CurlPutContender(workspace, toServer.Endpoint),
        ];
        Outcome[] outcomes = [.. await Comparison.RunAsync(contenders, settings.Runs, cancellationToken)];
        return new Section(
            $"One file of {SizeMiB} MiB over a line of 200 Mbit/s and 100 ms",
            Explanation,
            [.. outcomes.Select(outcome => outcome.ToRow())],
            Findings(outcomes, one: outcomes[1], alone: outcomes[1 + Array.IndexOf(InFlight, usual)], curl: outcomes[^1]));
    }

    // The engine stands in where there is no PowerShell.
    private static IReadOnlyList<Finding> Findings(Outcome[] outcomes, Outcome one, Outcome alone, Outcome curl)
    {
        Outcome ours = outcomes[0].Samples.Count > 0 ? outcomes[0] : alone;
        return
        [
            new($"rate of {ours.Contender.Name}, × {curl.Contender.Name}", Ratio.OfRates(ours, curl), "0.00", AtLeast: 0.85),
            new($"rate of {ours.Contender.Name}, × {one.Contender.Name}", Ratio.OfRates(ours, one), "0.0", AtLeast: 2),
        ];
    }
}
