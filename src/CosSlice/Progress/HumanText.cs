using System.Globalization;

namespace CosSlice.Progress;

/// <summary>Sizes, rates and shares as people read them.</summary>
internal static class HumanText
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>A number of bytes with a binary unit and two to four digits.</summary>
    public static string Size(double bytes)
    {
        (string number, string unit) = Parts(bytes);
        return $"{number} {unit}";
    }

    /// <summary>How much of how much; the unit once where it is the same.</summary>
    public static string Share(double part, double whole)
    {
        (string partNumber, string partUnit) = Parts(part);
        (string wholeNumber, string wholeUnit) = Parts(whole);
        return partUnit == wholeUnit
            ? TextFormat.Of(ProgressTexts.Share, partNumber, $"{wholeNumber} {wholeUnit}")
            : TextFormat.Of(ProgressTexts.Share, $"{partNumber} {partUnit}", $"{wholeNumber} {wholeUnit}");
    }

    /// <summary>Bytes over time; nothing where there was no time.</summary>
    public static string Rate(double bytesPerSecond) => $"{Size(bytesPerSecond)}/s";

    /// <summary>A whole percentage of 0 to 100: 100 only where all is there.</summary>
    public static int Percent(long part, long whole)
        => whole <= 0 ? 0 : (int)(Math.Min(Math.Max(part, 0), whole) * 100.0 / whole);

    private static (string Number, string Unit) Parts(double bytes)
    {
        // 999.96 would be rounded to 1000.0.
        int unit = 0;
        while (bytes >= (unit == 0 ? 999.5 : 999.95) && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return (bytes.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture), Units[unit]);
    }
}
