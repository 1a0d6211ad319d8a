using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CosSlice.Emulator.Requests;

/// <summary>Reads the two header values that a form needs: the body's boundary and a part's name.</summary>
internal static class MultipartHeaders
{
    /// <summary>The boundary of a multipart/form-data content type.</summary>
    public static bool TryGetBoundary(string? contentType, [NotNullWhen(true)] out string? boundary)
    {
        boundary = null;
        if (contentType is null || !contentType.TrimStart().StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        boundary = Parameter(contentType, "boundary");

        // RFC 2046: 1 to 70 characters. Some clients take more; a line break could not be told from the delimiter's.
        return boundary is { Length: > 0 and <= 256 } && !boundary.AsSpan().ContainsAny('\r', '\n');
    }

    /// <summary>The name parameter of the part's Content-Disposition, or null.</summary>
    public static string? PartName(string header)
    {
        foreach (string line in header.Split("\r\n"))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Trim().Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase))
            {
                return Parameter(line[(colon + 1)..], "name");
            }
        }

        return null;
    }

    private static string? Parameter(string value, string wanted)
    {
        int at = value.IndexOf(';', StringComparison.Ordinal);
        while (at >= 0 && at < value.Length)
        {
            at++;
            int nameStart = at;
            while (at < value.Length && value[at] is not ('=' or ';'))
            {
                at++;
            }

            string name = value[nameStart..at].Trim();
            if (at >= value.Length || value[at] == ';')
            {
                continue;
            }

            at++;
            while (at < value.Length && value[at] is ' ' or '\t')
            {
                at++;
            }

            string content = at < value.Length && value[at] == '"' ? Quoted(value, ref at) : Token(value, ref at);
            if (name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            {
                return content;
            }
        }

        return null;
    }

    private static string Quoted(string value, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < value.Length && value[at] != '"'; at++)
        {
            if (value[at] == '\\' && at + 1 < value.Length && value[at + 1] is '"' or '\\')
            {
                at++;
            }

            text.Append(value[at]);
        }

        at = value.IndexOf(';', Math.Min(at, value.Length));
        return text.ToString();
    }

    private static string Token(string value, ref int at)
    {
        int start = at;
        at = value.IndexOf(';', at);
        return (at < 0 ? value[start..] : value[start..at]).Trim();
    }
}
