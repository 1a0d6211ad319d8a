using System.Globalization;
using Spectre.Console;

namespace CosSlice.Campaign.Soak;

/// <summary>Compares the last quarter of a soak with its second one: the first is for what is made once and kept.</summary>
internal static class SoakVerdict
{
    private const int FewestSamples = 16;
    private const double Mebibyte = 1024 * 1024;

    private static readonly Measure[] Measures =
    [
        new("memory, MiB", sample => sample.ResidentBytes / Mebibyte, Share: 0.15, Plus: 16),
        new("managed heap, MiB", sample => sample.HeapBytes / Mebibyte, Share: 0.25, Plus: 4),
        new("handles", sample => sample.Handles, Share: 0.1, Plus: 8),
        new("sockets", sample => sample.Sockets, Share: 0.1, Plus: 8),
        new("threads", sample => sample.Threads, Share: 0.1, Plus: 3),
    ];

    /// <summary>Prints the table.</summary>
    /// <returns>Whether all stayed flat.</returns>
    public static bool Write(IReadOnlyList<SoakSample> samples, IAnsiConsole console)
    {
        if (samples.Count < FewestSamples)
        {
            console.WriteLine($"A soak this short, with {samples.Count} samples of the {FewestSamples} that it takes, says nothing.");
            return false;
        }

        Table table = new();
        table.AddColumns($"{samples.Count} samples", "first quarter", "second", "third", "last", "at most", "flat");
        bool isFlat = true;
        foreach (Measure measure in Measures)
        {
            double[] medians = Medians(samples, measure.Of);
            double most = (medians[1] * (1 + measure.Share)) + measure.Plus;
            bool isRight = medians[3] <= most;
            isFlat &= isRight;
            table.AddRow([measure.Name, .. medians.Select(Number), Number(most), isRight ? "yes" : "NO"]);
        }

        double[] service = Medians(samples, sample => sample.ServiceBytes / Mebibyte);
        table.AddRow(["emulators' memory, MiB", .. service.Select(Number), string.Empty, "not judged"]);
        console.Write(table);
        return isFlat;
    }

    private static double[] Medians(IReadOnlyList<SoakSample> samples, Func<SoakSample, double> of)
        => [.. Enumerable.Range(0, 4).Select(quarter => Median(samples, of, quarter))];

    private static double Median(IReadOnlyList<SoakSample> samples, Func<SoakSample, double> of, int quarter)
    {
        int first = samples.Count * quarter / 4;
        double[] sorted = [.. samples.Skip(first).Take((samples.Count * (quarter + 1) / 4) - first).Select(of).Order()];
        return sorted[sorted.Length / 2];
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private sealed record Measure(string Name, Func<SoakSample, double> Of, double Share, double Plus);
}
