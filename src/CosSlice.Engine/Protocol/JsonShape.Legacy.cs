#if !NET8_0_OR_GREATER
namespace CosSlice.Protocol;

/// <summary>
/// Whether a text is one JSON object from its first bracket to its last. The platform's reader takes a text that is cut
/// off, or that goes on after its end; to an upload the first is a lost answer and the second is no answer.
/// </summary>
internal static class JsonShape
{
    /// <summary>No answer nests deeper than a list's parts.</summary>
    public const int MaximumDepth = 16;

    public static bool IsOneObject(byte[] text, int start, int length)
    {
        byte[] closers = new byte[MaximumDepth];
        int depth = 0;
        bool isInString = false;
        int end = start + length;
        for (int i = start; i < end; i++)
        {
            byte b = text[i];
            if (isInString)
            {
                i += b == (byte)'\\' ? 1 : 0;
                isInString = b != (byte)'"';
            }
            else if (b is (byte)'{' or (byte)'[')
            {
                if (depth == MaximumDepth || (depth == 0 && b != (byte)'{'))
                {
                    return false;
                }

                closers[depth++] = b == (byte)'{' ? (byte)'}' : (byte)']';
            }
            else if (depth == 0 && !IsSpace(b))
            {
                return false;
            }
            else if (b is (byte)'}' or (byte)']')
            {
                if (closers[--depth] != b)
                {
                    return false;
                }

                if (depth == 0)
                {
                    return IsBlank(text, i + 1, end);
                }
            }
            else
            {
                isInString = b == (byte)'"';
            }
        }

        return false;
    }

    private static bool IsBlank(byte[] text, int from, int end)
    {
        for (int i = from; i < end; i++)
        {
            if (!IsSpace(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
#endif
