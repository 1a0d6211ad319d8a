#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;

namespace CosSlice;

/// <summary>Nearly every text from outside is nothing else, and a search of the platform's tells so at once.</summary>
internal static class PrintableAscii
{
    // As fast code from the first call on: unoptimised, the platform's generic search boxes every character it compares with.
    /// <summary>Whether there is nothing but space to tilde in a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsAll(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;
}
#endif
