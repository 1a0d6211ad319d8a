using System.Text;

namespace CosSlice;

/// <summary>RFC 3986 percent-encoding of paths: unreserved characters and slashes stay, every other byte becomes %XX.</summary>
internal static class PercentEncoding
{
    private const string Hex = "0123456789ABCDEF";

    public static string EncodePath(byte[] utf8)
    {
        StringBuilder encoded = new(utf8.Length + 16);
        foreach (byte b in utf8)
        {
            if (IsUnreserved(b) || b == (byte)'/')
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append('%').Append(Hex[b >> 4]).Append(Hex[b & 15]);
            }
        }

        return encoded.ToString();
    }

    // RFC 3986, section 2.3.
    private static bool IsUnreserved(byte b)
        => b is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9')
            or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~';
}
