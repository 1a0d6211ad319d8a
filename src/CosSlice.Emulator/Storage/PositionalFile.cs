using System.Buffers;
using CosSlice.Emulator.Answers;
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Emulator.Storage;

/// <summary>Writes at offsets, so that slices in parallel need no lock on the file, and leaves holes where all is zero.</summary>
internal static class PositionalFile
{
    /// <summary>Bytes that <see cref="Read"/> gives at once, at most.</summary>
    public const int BlockSize = 256 * 1024;

    /// <summary>Takes a block of a file, and where it stands.</summary>
    public delegate void Reader(ReadOnlySpan<byte> block, long offset);

    public static SafeFileHandle Open(string path) => StoreGuard.Run(() => File.OpenHandle(
        path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Gives a file's bytes, block after block.</summary>
    public static void Read(string path, Reader take)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        byte[] buffer = new byte[BlockSize];
        long done = 0;
        int read;
        while ((read = RandomAccess.Read(file, buffer, done)) > 0)
        {
            take(buffer.AsSpan(0, read), done);
            done += read;
        }
    }

    /// <summary>Makes a file as long as it is to be, where it ends in a hole.</summary>
    public static void Reach(SafeFileHandle file, long length)
    {
        if (RandomAccess.GetLength(file) < length)
        {
            RandomAccess.SetLength(file, length);
        }
    }

    /// <summary>Writes bytes; a file that ends in zeros may be too short until <see cref="Reach"/> is called.</summary>
    public static void Write(SafeFileHandle file, in ReadOnlySequence<byte> piece, long offset)
    {
        try
        {
            if (Holes.AreIn(piece, offset))
            {
                foreach (ReadOnlyMemory<byte> block in piece)
                {
                    Holes.WriteAround(file, block.Span, offset);
                    offset += block.Length;
                }

                return;
            }

            if (piece.IsSingleSegment)
            {
                RandomAccess.Write(file, piece.FirstSpan, offset);
                return;
            }

            var blocks = new List<ReadOnlyMemory<byte>>();
            foreach (ReadOnlyMemory<byte> block in piece)
            {
                blocks.Add(block);
            }

            RandomAccess.Write(file, blocks, offset);
        }
        catch (IOException full)
        {
            throw new RefusedException(CosCode.StorageError, "the store could not be written", full);
        }
    }
}
