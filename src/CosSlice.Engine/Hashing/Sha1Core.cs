using CosSlice.Hashing.Blocks;

namespace CosSlice.Hashing;

/// <summary>
/// SHA-1 (FIPS 180-4) whose state can be read on the way, which the class library's does not show: the service asks for
/// it at the end of every part.
/// </summary>
/// <param name="kernel">The work on blocks.</param>
internal sealed class Sha1Core(Sha1Kernel kernel)
    : BlockHash(kernel, [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0], isHighestFirst: true)
{
    /// <summary>Bytes of a digest, and of a state.</summary>
    public const int DigestSize = 20;

    /// <summary>Bytes of a block: the state exists at multiples of it.</summary>
    public const int BlockSize = BlockKernel.BlockSize;

    /// <summary>The way that is fastest on this processor.</summary>
    public Sha1Core()
        : this(Sha1Kernel.Best)
    {
    }

    /// <summary>
    /// Writes the state after the bytes so far, without padding, in 20 bytes: each 32-bit word with its lowest byte first,
    /// as the service's own programs have it in memory. Nothing changes by it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The bytes so far are no multiple of 64, or the hash is finished.</exception>
    public void CopyState(byte[] destination, int offset)
    {
        EnsureBetweenBlocks();
        foreach (uint word in State)
        {
            destination[offset++] = (byte)word;
            destination[offset++] = (byte)(word >> 8);
            destination[offset++] = (byte)(word >> 16);
            destination[offset++] = (byte)(word >> 24);
        }
    }
}
