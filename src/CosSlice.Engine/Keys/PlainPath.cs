#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;
#endif

namespace CosSlice;

/// <summary>Paths in which there is nothing to normalise, for whoever would.</summary>
internal static class PlainPath
{
    /// <summary>
    /// Whether a path has only unreserved characters of RFC 3986, in segments that are not empty and neither begin nor end with a dot;
    /// a slash may be its last.
    /// </summary>
#if NET8_0_OR_GREATER
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
#endif
    public static bool Is(string path)
    {
        char before = '/';
        for (int i = 0; i < path.Length; i++)
        {
            char c = path[i];
            if (c is '/' or '.')
            {
                if (before == '/' || (before == '.' && c == '/'))
                {
                    return false;
                }
            }
            else if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or '-' or '_' or '~'))
            {
                return false;
            }

            before = c;
        }

        return before != '.';
    }
}
