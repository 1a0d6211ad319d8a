#if NETSTANDARD2_0
namespace CosSlice;

/// <summary>Nearly every text from outside is nothing else.</summary>
internal static class PrintableAscii
{
    /// <summary>Whether there is nothing but space to tilde in a text.</summary>
    public static bool IsAll(string text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }
}
#endif
