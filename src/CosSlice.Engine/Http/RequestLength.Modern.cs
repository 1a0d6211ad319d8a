#if NET8_0_OR_GREATER
using System.Buffers.Text;

namespace CosSlice.Http;

/// <summary>How long a request is, by its head as .NET's client writes it.</summary>
/// <remarks>Source: RFC 9112, 2.1 (where a head ends) and 6.3 (how long a request's body is).</remarks>
internal static class RequestLength
{
    /// <summary>Bytes of head and body; <see langword="null"/> where that cannot be told from this beginning.</summary>
    /// <param name="beginning">What is written of it first.</param>
    public static long? Of(ReadOnlySpan<byte> beginning)
    {
        if (!beginning.StartsWith("POST "u8) && !beginning.StartsWith("GET "u8))
        {
            return null;
        }

        int end = beginning.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        // The body of one that expects to be asked for it comes later, or never; a chunked one says its length nowhere.
        ReadOnlySpan<byte> head = beginning[..(end + 2)];
        if (head.IndexOf("\r\nExpect:"u8) >= 0 || head.IndexOf("\r\nTransfer-Encoding:"u8) >= 0)
        {
            return null;
        }

        ReadOnlySpan<byte> name = "\r\nContent-Length: "u8;
        int field = head.IndexOf(name);
        if (field < 0)
        {
            return end + 4;
        }

        ReadOnlySpan<byte> value = head[(field + name.Length)..];
        return Utf8Parser.TryParse(value, out uint length, out int digits) && value[digits..].StartsWith("\r\n"u8) ? end + 4 + (long)length : null;
    }
}
#endif
