using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Emulator.Storage;

/// <summary>
/// Leaves out of a file what is zero, so that a sparse file stays one: a hole takes no room, and reads as zeros. Where the file
/// system knows no holes, or is not told of them as on NTFS, the file takes its room once its length is set.
/// </summary>
internal static class Holes
{
    // What a file system keeps together, and leaves out as a whole.
    private const int BlockSize = 4096;

    // What is read at once, to see whether there is a hole already.
    private const int ReadSize = 64 * 1024;

    /// <summary>Whether any block, or the piece's part of one, is zero.</summary>
    /// <param name="piece">What is to be written.</param>
    /// <param name="offset">Where in the file.</param>
    public static bool AreIn(in ReadOnlySequence<byte> piece, long offset)
    {
        foreach (ReadOnlyMemory<byte> memory in piece)
        {
            ReadOnlySpan<byte> rest = memory.Span;
            while (!rest.IsEmpty)
            {
                int length = LengthOfBlock(rest, offset);
                if (IsZero(rest[..length]))
                {
                    return true;
                }

                rest = rest[length..];
                offset += length;
            }
        }

        return false;
    }

    /// <summary>Writes what is not zero, and zeros only over what is not. The file can be read too; it may end up too short.</summary>
    public static void WriteAround(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            int length = LengthOfRun(bytes, offset, out bool isZero);
            if (!isZero || !ReadsAsZero(file, offset, length))
            {
                RandomAccess.Write(file, bytes[..length], offset);
            }

            bytes = bytes[length..];
            offset += length;
        }
    }

    /// <summary>How many bytes of blocks stand together of which all are zero, or none.</summary>
    private static int LengthOfRun(ReadOnlySpan<byte> bytes, long offset, out bool isZero)
    {
        int length = LengthOfBlock(bytes, offset);
        isZero = IsZero(bytes[..length]);
        while (length < bytes.Length)
        {
            int next = LengthOfBlock(bytes[length..], offset + length);
            if (IsZero(bytes.Slice(length, next)) != isZero)
            {
                break;
            }

            length += next;
        }

        return length;
    }

    private static int LengthOfBlock(ReadOnlySpan<byte> bytes, long offset) =>
        Math.Min(bytes.Length, BlockSize - (int)(offset % BlockSize));

    // An earlier try at the slice may have left other bytes there; behind the file's end there is nothing.
    private static bool ReadsAsZero(SafeFileHandle file, long offset, int length)
    {
        byte[] there = ArrayPool<byte>.Shared.Rent(Math.Min(length, ReadSize));
        try
        {
            int read;
            for (int done = 0; done < length; done += read)
            {
                read = RandomAccess.Read(file, there.AsSpan(0, Math.Min(there.Length, length - done)), offset + done);
                if (read == 0)
                {
                    return true;
                }

                if (!IsZero(there.AsSpan(0, read)))
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(there);
        }
    }

    private static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);
}
