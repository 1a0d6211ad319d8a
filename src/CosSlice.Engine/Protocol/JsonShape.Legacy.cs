#if !NET8_0_OR_GREATER
namespace CosSlice.Protocol;

/// <summary>
/// Whether a text is one JSON object from its first bracket to its last. The platform's reader takes a text that is cut
/// off, or that goes on after its end; to an upload the first is a lost answer and the second is no answer.
/// </summary>
internal static class JsonShape
{
    public static bool IsOneObject(byte[] text, int start, int length)
    {
        byte[] closers = new byte[JsonBounds.Depth];
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
                if (depth == JsonBounds.Depth || (depth == 0 && b != (byte)'{'))
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

    /// <summary>Whether what is in an object is no more than is taken apart.</summary>
    public static bool IsWithinBounds(byte[] text, int start, int length)
    {
        int values = 0;
        int size = 0;
        bool isInString = false;
        int end = start + length;
        for (int i = start; i < end; i++)
        {
            byte b = text[i];
            bool isToken = isInString || !(IsSpace(b) || b is (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)',' or (byte)':' or (byte)'"');

            // The first value of an array has no comma and no colon before it, and of a member only one of them counts.
            values += !isInString && b is ((byte)',' or (byte)'[' or (byte)'{') ? 1 : 0;
            size = isToken ? size + 1 : 0;
            if (size > JsonBounds.TextBytes || values > JsonBounds.Values)
            {
                return false;
            }

            if (isInString && b == (byte)'\\')
            {
                i++;
                size++;
            }
            else if (b == (byte)'"')
            {
                isInString = !isInString;
            }
        }

        return true;
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
