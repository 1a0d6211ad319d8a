using System.Globalization;
using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Faults;

/// <summary>What faults cost an upload: the bytes that are sent again, and the time.</summary>
internal sealed class FaultsScenario : IScenario
{
    private const int SizeMiB = 256;
    private const double BytesPerSecond = 200_000_000 / 8;

    private const string Explanation = """
        `Send-CosFile` with its default settings (16 requests in flight, slices of 1 MiB, a first pause of at most a second that doubles, of which chance
        takes any part) over the line of the scenario `wan`. The emulator strikes a part of all requests, the same ones whenever this is run: it answers
        429, 500, 502, 503, 504 or 409, or closes or resets the connection before the request, inside it, inside the answer, or after it with the slice
        stored or not; what is struck once may be struck again. Bytes are those that the line took from the client, heads of requests included; sent again
        is what they are more than in the same runs without a fault, by the file's length. Extra time is by the time of those runs. Both are means over
        all runs, as a fault is rare at the lowest rate. Each struck request is repeated.
        """;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);
    private static readonly double[] Rates = [0, 0.01, 0.05, 0.2];

    public string Name => "faults";

    public string Description => "What 1, 5 and 20 % of struck requests cost in bytes and time, over a line of 200 Mbit/s.";

    public async Task<Section> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        using Workspace workspace = await Workspace.CreateAsync(SizeMiB, cancellationToken);
        List<FaultyService> services = [];
        try
        {
            List<FaultyContender> contenders = [];
            foreach (double rate in Rates)
            {
                FaultyService service = await FaultyService.StartAsync(rate, BytesPerSecond, Delay, cancellationToken);
                services.Add(service);
                contenders.Add(new FaultyContender($"{Text(rate)} of requests struck", workspace, service));
            }

            Outcome[] outcomes = [.. await Comparison.RunAsync(contenders, settings.Runs, cancellationToken)];
            return new Section(
                $"One file of {SizeMiB} MiB, and requests that fail",
                Explanation,
                [.. outcomes.Select(outcome => outcome.ToRow())],
                [.. Rates.Select((rate, i) => (rate, i)).Skip(1).SelectMany(at => Findings(Text(at.rate), outcomes[0], outcomes[at.i]))]);
        }
        finally
        {
            foreach (FaultyService service in services)
            {
                await service.DisposeAsync();
            }
        }
    }

    private static IEnumerable<Finding> Findings(string rate, Outcome ideal, Outcome struck)
    {
        bool isThere = ideal.Samples.Count > 0 && struck.Samples.Count > 0;
        FaultyContender without = (FaultyContender)ideal.Contender;
        FaultyContender with = (FaultyContender)struck.Contender;
        double bytes = struck.Samples.Sum(sample => (double)sample.Bytes);
        double more = with.BytesSent - without.BytesSent;
        return
        [
            new($"{rate} struck: bytes sent again, of the file's", isThere ? more / bytes : null, "0.0%"),
            new($"{rate} struck: extra time", isThere ? Seconds(struck) / Seconds(ideal) - 1 : null, "0.0%"),
            new($"{rate} struck: requests repeated, a run", isThere ? with.Faults / (double)struck.Samples.Count : null, "0.0"),
        ];
    }

    private static double Seconds(Outcome outcome) => outcome.Samples.Average(sample => sample.Seconds);

    private static string Text(double rate) => rate.ToString("0 %", CultureInfo.InvariantCulture);
}
