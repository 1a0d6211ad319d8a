namespace CosSlice.Hashing;

/// <summary>
/// SHA-1 (FIPS 180-4) whose state can be read on the way, which the class library's does not show: the service asks for
/// it at the end of every part.
/// </summary>
internal sealed class Sha1Core
{
    /// <summary>Bytes of a digest, and of a state.</summary>
    public const int DigestSize = 20;

    /// <summary>Bytes of a block: the state exists at multiples of it.</summary>
    public const int BlockSize = 64;

    private readonly uint[] _state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];
    private readonly byte[] _block = new byte[BlockSize];
    private bool _isFinished;

    /// <summary>Bytes appended so far.</summary>
    public long Count { get; private set; }

    private int Pending => (int)(Count % BlockSize);

    /// <summary>Takes the next bytes, any number of them at a time.</summary>
    public void Append(byte[] data, int offset, int count)
    {
        if (_isFinished)
        {
            throw new InvalidOperationException("The hash is finished.");
        }

        if (offset < 0 || count < 0 || offset > data.Length - count)
        {
            throw new ArgumentOutOfRangeException(nameof(count));
        }

        if (Pending > 0)
        {
            int taken = Math.Min(count, BlockSize - Pending);
            Keep(data, offset, taken);
            if (Pending > 0)
            {
                return;
            }

            Sha1Blocks.Compress(_state, _block, 0, 1);
            offset += taken;
            count -= taken;
        }

        int blocks = count / BlockSize;
        Sha1Blocks.Compress(_state, data, offset, blocks);
        int whole = blocks * BlockSize;
        Count += whole;
        Keep(data, offset + whole, count - whole);
    }

    /// <summary>
    /// Writes the state after the bytes so far, without padding, in 20 bytes: each 32-bit word with its lowest byte first,
    /// as the service's own programs have it in memory. Nothing changes by it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The bytes so far are no multiple of 64, or the hash is finished.</exception>
    public void CopyState(byte[] destination, int offset)
    {
        if (_isFinished || Pending != 0)
        {
            throw new InvalidOperationException($"After {Count} bytes there is no state to read.");
        }

        foreach (uint word in _state)
        {
            destination[offset++] = (byte)word;
            destination[offset++] = (byte)(word >> 8);
            destination[offset++] = (byte)(word >> 16);
            destination[offset++] = (byte)(word >> 24);
        }
    }

    /// <summary>Ends the hash: 20 bytes, the ordinary SHA-1 of everything appended. Nothing can be appended after it.</summary>
    public byte[] Finish()
    {
        long bits = Count * 8;
        byte[] end = new byte[Pending < BlockSize - 8 ? BlockSize - Pending : (2 * BlockSize) - Pending];
        end[0] = 0x80;
        for (int i = 0; i < 8; i++)
        {
            end[end.Length - 1 - i] = (byte)(bits >> (8 * i));
        }

        Append(end, 0, end.Length);
        _isFinished = true;

        byte[] digest = new byte[DigestSize];
        for (int i = 0; i < DigestSize; i++)
        {
            digest[i] = (byte)(_state[i / 4] >> (24 - (8 * (i % 4))));
        }

        return digest;
    }

    private void Keep(byte[] data, int offset, int count)
    {
        Buffer.BlockCopy(data, offset, _block, Pending, count);
        Count += count;
    }
}
