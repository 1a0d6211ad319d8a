using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CosSlice.Emulator.Hashing;

/// <summary>
/// SHA-1 that can be stopped and taken up at any multiple of 64 bytes, which the base class library's can't: every slice is
/// checked on its own against the states that the client declared, in whatever order slices come.
/// </summary>
internal sealed class RunningSha1
{
    private Block _tail;
    private int _tailLength;
    private Sha1State _state;

    /// <param name="state">The state after the bytes before.</param>
    /// <param name="length">How many bytes those are; a multiple of 64.</param>
    public RunningSha1(Sha1State state, long length) => Restart(state, length);

    /// <summary>Bytes so far, those before the start included.</summary>
    public long Length { get; private set; }

    /// <summary>The state as it stands; there is none in the middle of a block.</summary>
    public Sha1State State => _tailLength == 0
        ? _state
        : throw new InvalidOperationException("The bytes so far are no multiple of 64.");

    /// <summary>Goes on from another place.</summary>
    public void Restart(Sha1State state, long length)
    {
        if (length % Sha1Blocks.Size != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "SHA-1 has a state only after whole blocks.");
        }

        _state = state;
        _tailLength = 0;
        Length = length;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        Span<byte> tail = _tail;
        if (_tailLength > 0)
        {
            int fill = Math.Min(Sha1Blocks.Size - _tailLength, bytes.Length);
            bytes[..fill].CopyTo(tail[_tailLength..]);
            _tailLength += fill;
            bytes = bytes[fill..];
            if (_tailLength < Sha1Blocks.Size)
            {
                return;
            }

            _state = Sha1Blocks.Compress(_state, tail);
            _tailLength = 0;
        }

        int whole = bytes.Length - (bytes.Length % Sha1Blocks.Size);
        _state = Sha1Blocks.Compress(_state, bytes[..whole]);
        bytes[whole..].CopyTo(tail);
        _tailLength = bytes.Length - whole;
    }

    /// <summary>The digest of all bytes so far; more may still be appended afterwards.</summary>
    public Sha1State Digest()
    {
        Span<byte> end = stackalloc byte[2 * Sha1Blocks.Size];
        end.Clear();
        ((Span<byte>)_tail)[.._tailLength].CopyTo(end);
        end[_tailLength] = 0x80;
        int blocks = _tailLength < Sha1Blocks.Size - sizeof(ulong) ? 1 : 2;
        end = end[..(blocks * Sha1Blocks.Size)];
        BinaryPrimitives.WriteUInt64BigEndian(end[^sizeof(ulong)..], (ulong)Length * 8);
        return Sha1Blocks.Compress(_state, end);
    }

    [InlineArray(Sha1Blocks.Size)]
    private struct Block
    {
        private byte _first;
    }
}
