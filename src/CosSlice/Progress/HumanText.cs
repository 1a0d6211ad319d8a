using System.Globalization;

namespace CosSlice.Progress;

/// <summary>Sizes, rates and shares as people read them.</summary>
internal static class HumanText
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>A number of bytes with a binary unit and three or four digits.</summary>
    public static string Size(double bytes)
    {
        int unit = 0;
        while (bytes >= 1000 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        string format = unit == 0 ? "0" : "0.0";
        return $"{bytes.ToString(format, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>Bytes over time; nothing where there was no time.</summary>
    public static string Rate(double bytesPerSecond) => $"{Size(bytesPerSecond)}/s";

    /// <summary>A whole percentage of 0 to 100: 100 only where all is there.</summary>
    public static int Percent(long part, long whole)
        => whole <= 0 ? 0 : (int)(Math.Min(Math.Max(part, 0), whole) * 100.0 / whole);
}
