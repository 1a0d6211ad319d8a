using System.Runtime.CompilerServices;

namespace CosSlice.Hashing.Blocks;

/// <summary>
/// Rounds of SHA-1 (FIPS 180-4, 6.1.2), four at a time; the next four take the words one place on: b, c, d, e, a.
/// </summary>
/// <remarks>
/// Each sum begins with what is known long before, and the word of the round before comes in last, as everything waits for
/// that one. The rotations are spelled out and not methods of their own: there are limits to how much is put in line, and
/// the words must stay in registers.
/// </remarks>
internal static unsafe class Sha1Rounds
{
    public const uint K0 = 0x5A827999;
    public const uint K1 = 0x6ED9EBA1;
    public const uint K2 = 0x8F1BBCDC;
    public const uint K3 = 0xCA62C1D6;

    /// <summary>Rounds 0 to 19; <paramref name="k"/> is 0 where the constant is in the words already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Choose(ref uint a, ref uint b, ref uint c, ref uint d, ref uint e, uint k, uint* w)
    {
        e = e + k + w[0] + (((c ^ d) & b) ^ d) + ((a << 5) | (a >> 27));
        b = (b << 30) | (b >> 2);
        d = d + k + w[1] + (((b ^ c) & a) ^ c) + ((e << 5) | (e >> 27));
        a = (a << 30) | (a >> 2);
        c = c + k + w[2] + (((a ^ b) & e) ^ b) + ((d << 5) | (d >> 27));
        e = (e << 30) | (e >> 2);
        b = b + k + w[3] + (((e ^ a) & d) ^ a) + ((c << 5) | (c >> 27));
        d = (d << 30) | (d >> 2);
    }

    /// <summary>Rounds 20 to 39 and 60 to 79.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Parity(ref uint a, ref uint b, ref uint c, ref uint d, ref uint e, uint k, uint* w)
    {
        e = e + k + w[0] + (c ^ d ^ b) + ((a << 5) | (a >> 27));
        b = (b << 30) | (b >> 2);
        d = d + k + w[1] + (b ^ c ^ a) + ((e << 5) | (e >> 27));
        a = (a << 30) | (a >> 2);
        c = c + k + w[2] + (a ^ b ^ e) + ((d << 5) | (d >> 27));
        e = (e << 30) | (e >> 2);
        b = b + k + w[3] + (e ^ a ^ d) + ((c << 5) | (c >> 27));
        d = (d << 30) | (d >> 2);
    }

    /// <summary>Rounds 40 to 59.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Majority(ref uint a, ref uint b, ref uint c, ref uint d, ref uint e, uint k, uint* w)
    {
        e = e + k + w[0] + (c & d) + (b & (c ^ d)) + ((a << 5) | (a >> 27));
        b = (b << 30) | (b >> 2);
        d = d + k + w[1] + (b & c) + (a & (b ^ c)) + ((e << 5) | (e >> 27));
        a = (a << 30) | (a >> 2);
        c = c + k + w[2] + (a & b) + (e & (a ^ b)) + ((d << 5) | (d >> 27));
        e = (e << 30) | (e >> 2);
        b = b + k + w[3] + (e & a) + (d & (e ^ a)) + ((c << 5) | (c >> 27));
        d = (d << 30) | (d >> 2);
    }
}
