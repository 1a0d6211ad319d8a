using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Report;

/// <summary>Median, minimum and maximum as people read them.</summary>
internal static class SpreadText
{
    public static string Of(Spread spread, string format)
        => $"{spread.Median.ToString(format)} ({spread.Minimum.ToString(format)}–{spread.Maximum.ToString(format)})";

    /// <summary>Seconds, in the unit that the median is told in best.</summary>
    public static string Durations(Spread seconds)
    {
        (double factor, string format, string unit) = Unit(seconds.Median);
        return $"{Of(new Spread(seconds.Median * factor, seconds.Minimum * factor, seconds.Maximum * factor), format)} {unit}";
    }

    /// <summary>Seconds, in the unit that they are told in best.</summary>
    public static string Duration(double seconds)
    {
        (double factor, string format, string unit) = Unit(seconds);
        return $"{(seconds * factor).ToString(format)} {unit}";
    }

    private static (double Factor, string Format, string Unit) Unit(double seconds) => seconds switch
    {
        < 0.01 => (1000, "0.00", "ms"),
        < 1 => (1000, "0", "ms"),
        < 100 => (1, "0.00", "s"),
        _ => (1, "0", "s"),
    };
}
