using System.Buffers;
using CosSlice.Emulator.Answers;
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Emulator.Storage;

/// <summary>Writes at offsets, so that slices in parallel need no lock on the file.</summary>
internal static class PositionalFile
{
    public static SafeFileHandle Open(string path) => StoreGuard.Run(() => File.OpenHandle(
        path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));

    public static void Write(SafeFileHandle file, in ReadOnlySequence<byte> piece, long offset)
    {
        try
        {
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
