using System.Diagnostics;
using System.Security.Cryptography;
using CosSlice.Benchmarks.SideBySide;
using CosSlice.Hashing;

namespace CosSlice.Benchmarks.Micro;

/// <summary>
/// The engine's own SHA-1 beside the class library's, which on most processors is one of their instructions: a few
/// milliseconds of each in turn, and the ratio within each turn, as two runs one after the other would compare the
/// machine's other work.
/// </summary>
internal static class HashComparison
{
    private const int Turns = 400;
    private const int CallsInTurn = 4;

    public static void Write()
    {
        byte[] data = RandomNumberGenerator.GetBytes(TransferOptions.Mebibyte);
        using IncrementalHash library = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        Sha1Core engine = new();
        (double Library, double Engine)[] rates = new (double, double)[Turns];

        // Each turn is overwritten by the same of the counted round: the first one warms up.
        for (int round = 0; round < 2; round++)
        {
            for (int turn = 0; turn < Turns; turn++)
            {
                rates[turn] = (Measure(() => library.AppendData(data)), Measure(() => engine.Append(data, 0, data.Length)));
            }
        }

        Console.WriteLine($"""
            SHA-1 on one processor, calls of 1 MiB, {Turns} turns: median (min–max)
              class library  {Text(rates.Select(rate => rate.Library), "0")} MiB/s
              engine         {Text(rates.Select(rate => rate.Engine), "0")} MiB/s
              ratio          {Text(rates.Select(rate => rate.Engine / rate.Library), "0.00")}

            """);
    }

    private static double Measure(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < CallsInTurn; i++)
        {
            call();
        }

        return CallsInTurn / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Text(IEnumerable<double> values, string format)
    {
        Spread spread = Spread.Of(values);
        return $"{spread.Median.ToString(format)} ({spread.Minimum.ToString(format)}–{spread.Maximum.ToString(format)})";
    }
}
