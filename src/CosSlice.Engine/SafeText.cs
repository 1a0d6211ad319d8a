using System.Globalization;
using System.Text;

namespace CosSlice;

/// <summary>Text from outside as it may stand in a message: no secret in an address, nothing that steers a terminal or forges a line of a log.</summary>
internal static class SafeText
{
    /// <summary>The most UTF-16 code units that a message shows of one text from outside.</summary>
    public const int Most = 500;

    /// <summary>An absolute address without its user name, password, query and fragment.</summary>
    public static string Of(Uri address)
        => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The beginning of a text on one line, in characters that are only shown.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">The most UTF-16 code units of it.</param>
    public static string Of(string text, int limit)
    {
        if (text.Length <= limit && IsPlain(text))
        {
            return text;
        }

        StringBuilder shown = new(Math.Min(text.Length, limit));
        for (int i = 0; i < text.Length && i < limit; i++)
        {
            int units = UnitsAt(text, i);
            if (i + units > limit || !IsPlain(text, i))
            {
                shown.Append(' ');
            }
            else
            {
                shown.Append(text, i, units);
            }

            i += units - 1;
        }

        return shown.ToString();
    }

    /// <summary>An address from outside as an address still: what does not belong in one is percent-encoded.</summary>
    public static string? OfAddress(string? address)
    {
        if (address is null || IsPlain(address))
        {
            return address;
        }

        StringBuilder safe = new(address.Length);
        for (int i = 0; i < address.Length; i++)
        {
            int units = UnitsAt(address, i);
            if (IsPlain(address, i))
            {
                safe.Append(address, i, units);
            }
            else
            {
                safe.Append(PercentEncoding.EncodePath(Encoding.UTF8.GetBytes(address.Substring(i, units))));
            }

            i += units - 1;
        }

        return safe.ToString();
    }

    /// <summary>What caused an error, as it may be shown: as it is where all that it says is plain, and else its text alone.</summary>
    public static Exception? OfCause(Exception? cause)
    {
        for (Exception? inner = cause; inner is not null; inner = inner.InnerException)
        {
            if (!IsPlain(inner.Message))
            {
                return new FormatException(Of(inner.Message, Most));
            }
        }

        return cause;
    }

    private static bool IsPlain(string text)
    {
        if (PrintableAscii.IsAll(text))
        {
            return true;
        }

        for (int i = 0; i < text.Length; i += UnitsAt(text, i))
        {
            if (!IsPlain(text, i))
            {
                return false;
            }
        }

        return true;
    }

    private static int UnitsAt(string text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text, index) ? 2 : 1;

    // Of the characters that only say how others are to be shown, scripts and emoji cannot do without the two joiners.
    private static bool IsPlain(string text, int index)
        => text[index] is (>= ' ' and <= '~') or '\u200c' or '\u200d'
            || CharUnicodeInfo.GetUnicodeCategory(text, index) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
