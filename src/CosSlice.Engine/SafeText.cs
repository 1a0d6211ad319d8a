using System.Text;

namespace CosSlice;

/// <summary>Text from outside as it may stand in a message: no secret in an address, and nothing that forges a line of a log.</summary>
internal static class SafeText
{
    /// <summary>An absolute address without its user name, password, query and fragment.</summary>
    public static string Of(Uri address)
        => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The beginning of a text on one line.</summary>
    public static string Of(string text, int limit)
    {
        StringBuilder shown = new(Math.Min(text.Length, limit));
        for (int i = 0; i < text.Length && i < limit; i++)
        {
            shown.Append(char.IsControl(text[i]) ? ' ' : text[i]);
        }

        return shown.ToString();
    }
}
