using System.ComponentModel;
using System.Globalization;
using CosSlice.Progress;

namespace CosSlice.Formatting;

/// <summary>
/// What the format file shows in place of numbers, times and long texts. Public because the format file calls it; not for
/// scripts, which have the properties.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ViewText
{
    private const string Ellipsis = "\u2026";

    /// <summary>A size, as in <c>1.5 GiB</c>.</summary>
    /// <param name="bytes">Bytes.</param>
    public static string Size(long bytes) => HumanText.Size(bytes);

    /// <summary>A size with its bytes, where they are not the same, as in <c>1.5 GiB (1,610,612,736 bytes)</c>.</summary>
    /// <param name="bytes">Bytes.</param>
    public static string ExactSize(long bytes)
        => bytes < 1000 ? Size(bytes) : TextFormat.Invariant(ProgressTexts.ExactSize, Size(bytes), bytes);

    /// <summary>A rate, as in <c>12.3 MiB/s</c>.</summary>
    /// <param name="bytesPerSecond">Bytes a second.</param>
    public static string Rate(long bytesPerSecond) => HumanText.Rate(bytesPerSecond);

    /// <summary>A length of time in eight columns: <c>12.3 s</c>, <c>12m 34s</c>, <c>3h 02m</c> or <c>4d 05h</c>.</summary>
    /// <param name="duration">The time.</param>
    public static string Duration(TimeSpan duration)
    {
        string format = duration.TotalSeconds < 59.95 ? "{0:0.0} s"
            : duration.TotalHours < 1 ? "{1}m {2:00}s"
            : duration.TotalDays < 1 ? "{3}h {1:00}m"
            : "{4}d {3:00}h";
        return string.Format(
            CultureInfo.InvariantCulture, format, duration.TotalSeconds, duration.Minutes, duration.Seconds, duration.Hours, duration.Days);
    }

    /// <summary>The time since, in its largest unit, as in <c>12 m</c>; none before it has come.</summary>
    /// <param name="time">A time, UTC where it says nothing else.</param>
    public static string Age(DateTime time)
    {
        TimeSpan age = DateTime.UtcNow - Utc(time);
        return age < TimeSpan.Zero ? "0 s"
            : age.TotalMinutes < 1 ? $"{age.Seconds} s"
            : age.TotalHours < 1 ? $"{age.Minutes} m"
            : age.TotalDays < 1 ? $"{age.Hours} h"
            : $"{age.Days} d";
    }

    /// <summary>A time by the clock of this machine, with its distance from UTC, as in <c>2026-11-22 13:45:26 +08:00</c>.</summary>
    /// <param name="time">A time, UTC where it says nothing else.</param>
    public static string LocalTime(DateTime time)
        => Utc(time).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>The end of a key, which tells one from another, where the whole is too long.</summary>
    /// <param name="text">The key.</param>
    /// <param name="columns">Columns of the screen; Chinese, Japanese and Korean characters take two each.</param>
    public static string Tail(string? text, int columns)
    {
        if (text is null || Width(text) <= columns)
        {
            return text ?? string.Empty;
        }

        // Whole characters, as a person counts them.
        int[] starts = StringInfo.ParseCombiningCharacters(text);
        int left = columns - Ellipsis.Length;
        int from = text.Length;
        for (int i = starts.Length - 1; i >= 0; i--)
        {
            left -= Width(text.Substring(starts[i], from - starts[i]));
            if (left < 0)
            {
                break;
            }

            from = starts[i];
        }

        return text.Remove(0, from).Insert(0, Ellipsis);
    }

    private static int Width(string text) => text.Sum(character => IsWide(character) ? 2 : 1);

    private static bool IsWide(char character)
        => character is (>= '\u1100' and <= '\u115F')
            or (>= '\u2E80' and <= '\uA4CF')
            or (>= '\uAC00' and <= '\uD7A3')
            or (>= '\uF900' and <= '\uFAFF')
            or (>= '\uFE30' and <= '\uFE6F')
            or (>= '\uFF00' and <= '\uFF60')
            or (>= '\uFFE0' and <= '\uFFE6');

    private static DateTime Utc(DateTime time)
        => time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();
}
