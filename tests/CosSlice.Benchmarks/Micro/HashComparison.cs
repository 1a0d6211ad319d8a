using System.Diagnostics;
using System.Security.Cryptography;
using CosSlice.Benchmarks.Report;
using CosSlice.Benchmarks.SideBySide;
using CosSlice.Hashing;

namespace CosSlice.Benchmarks.Micro;

/// <summary>
/// The engine's own SHA-1 beside the class library's, which on most processors is one of their instructions: some
/// milliseconds of each in turn, and the ratio within each turn, as two runs one after the other would compare the
/// machine's other work.
/// </summary>
/// <param name="Library">What each turn of the class library's took.</param>
/// <param name="Engine">What each turn of the engine's took.</param>
internal sealed record HashComparison(IReadOnlyList<Sample> Library, IReadOnlyList<Sample> Engine)
{
    public const int Turns = 100;
    public const int CallsInTurn = 16;

    /// <summary>The engine's rate, the class library's being 1.</summary>
    public Spread Ratio => Spread.Of(Engine.Zip(Library, (engine, library) => engine.MiBPerSecond / library.MiBPerSecond));

    public static HashComparison Run()
    {
        byte[] data = RandomNumberGenerator.GetBytes(TransferOptions.Mebibyte);
        using IncrementalHash libraryHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        Sha1Core engineHash = new();
        Sample[] library = new Sample[Turns];
        Sample[] engine = new Sample[Turns];

        // Each turn is overwritten by the same of the counted round: the first one warms up.
        for (int round = 0; round < 2; round++)
        {
            for (int turn = 0; turn < Turns; turn++)
            {
                library[turn] = Measure(() => libraryHash.AppendData(data));
                engine[turn] = Measure(() => engineHash.Append(data, 0, data.Length));
            }
        }

        return new HashComparison(library, engine);
    }

    public static void Write()
    {
        HashComparison comparison = Run();
        Console.WriteLine($"""
            SHA-1 on one processor, calls of 1 MiB, {Turns} turns: median (min–max)
              class library  {SpreadText.Of(Rates(comparison.Library), "0")} MiB/s
              engine         {SpreadText.Of(Rates(comparison.Engine), "0")} MiB/s
              ratio          {SpreadText.Of(comparison.Ratio, "0.00")}

            """);
    }

    // One thread that does nothing else: its processor time is its time.
    private static Sample Measure(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < CallsInTurn; i++)
        {
            call();
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Sample(seconds, (long)CallsInTurn * TransferOptions.Mebibyte, seconds, PeakBytes: null);
    }

    private static Spread Rates(IEnumerable<Sample> samples) => Spread.Of(samples.Select(sample => sample.MiBPerSecond));
}
