using CosSlice.Benchmarks.Micro;
using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Hashing;

/// <summary>The engine's SHA-1 beside the class library's and OpenSSL's, on one core.</summary>
internal sealed class HashScenario : IScenario
{
    private const int MostMiB = 1024;

    public string Name => "hash";

    public string Description => "The engine's SHA-1 beside the class library's and OpenSSL's, on one core.";

    public async Task<Section> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        HashComparison turns = HashComparison.Run();
        using Workspace workspace = await Workspace.CreateAsync(Math.Min(settings.SizeMiB, MostMiB), cancellationToken);
        IContender[] contenders =
        [
            new OpenSslContender(workspace, "sha1"),
            new OpenSslContender(workspace, "md5"),
        ];
        Outcome[] outcomes = [.. await Comparison.RunAsync(contenders, settings.Runs, cancellationToken)];
        return new Section(
            "SHA-1 and MD5 on one core",
            $"""
            The engine's SHA-1 (its net8.0 build) shows its state between two slices, which that of the class library (IncrementalHash) does not; that one is on most processors one of
            their instructions, which .NET gives no access to. Both get calls of 1 MiB in memory, {HashComparison.CallsInTurn} in a turn, {HashComparison.Turns} turns of each after as many to warm up;
            the ratio is the median of those within one turn. OpenSSL's are the whole process of `openssl dgst` with a file of {workspace.SliceCount} MiB, reading included.
            """,
            [
                new Row("class library SHA-1", turns.Library),
                new Row("engine SHA-1", turns.Engine),
                .. outcomes.Select(outcome => outcome.ToRow()),
            ],
            [new("rate of the engine's SHA-1, × the class library's", turns.Ratio.Median, "0.00", AtLeast: 0.5)]);
    }
}
