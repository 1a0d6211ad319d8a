using System.Globalization;

namespace CosSlice.Texts;

/// <summary>
/// Fills the places of a text from the resources. The text is in the language of the thread's UI culture; its numbers and dates
/// are as the thread's culture writes them.
/// </summary>
internal static class TextFormat
{
    /// <summary>Fills a text; numbers and dates as the thread's culture writes them.</summary>
    /// <param name="text">The text with its places, <c>{0}</c> and so on.</param>
    /// <param name="values">What belongs there.</param>
    public static string Of(string text, params object?[] values) => string.Format(CultureInfo.CurrentCulture, text, values);

    /// <summary>Fills a text; numbers and dates as no culture of its own has them, for what must look the same everywhere.</summary>
    /// <param name="text">The text with its places, <c>{0}</c> and so on.</param>
    /// <param name="values">What belongs there.</param>
    public static string Invariant(string text, params object?[] values) => string.Format(CultureInfo.InvariantCulture, text, values);

    /// <summary>A sentence without its full stop, in whichever language it is, to stand within another one.</summary>
    public static string WithoutStop(string sentence) => sentence.TrimEnd('.', ' ', '\u3002');
}
