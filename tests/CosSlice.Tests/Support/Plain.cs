using System.Collections;
using System.Globalization;

namespace CosSlice.Tests.Support;

/// <summary>Whether text may go to a terminal and into a log: nothing that steers the one or forges a line of the other.</summary>
internal static class Plain
{
    /// <summary>ESC and BEL, C1, line breaks of every kind, NUL, and what turns the direction of text around.</summary>
    public const string Poison = "\u001b]0;owned\u0007\u009b31m\r\nERROR: forged\u2028\u2029\u0085\0\u202e\u2066\u200f\u061c\ufeff";

    public static bool Is(string? text)
    {
        for (int i = 0; text is not null && i < text.Length; i++)
        {
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(text, i);
            bool isJoiner = text[i] is '\u200c' or '\u200d';
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
                || (category == UnicodeCategory.Format && !isJoiner))
            {
                return false;
            }

            i += char.IsSurrogatePair(text, i) ? 1 : 0;
        }

        return true;
    }

    /// <summary>Checks all that an error says, and what lies under it.</summary>
    public static void Assert(CosException? failure)
    {
        Xunit.Assert.All([failure?.RecommendedAction, failure?.RequestId, failure?.Upload?.LastError, (failure as CosServiceException)?.ServiceMessage], Assert);
        for (Exception? inner = failure; inner is not null; inner = inner.InnerException)
        {
            Assert(inner.Message);
            foreach (DictionaryEntry data in inner.Data)
            {
                Assert($"{data.Value}");
            }
        }
    }

    public static void Assert(string? text) => Xunit.Assert.True(Is(text), $"Not plain: {System.Text.Json.JsonSerializer.Serialize(text)}");
}
