using System.Security.Cryptography;
using System.Text;

namespace CosSlice.Journal;

/// <summary>
/// Slices as they are acknowledged, one after the other, in a file beside the head: a process may be killed long before the head
/// is written again. 24 bytes each: where it begins, how many bytes it has, both little-endian, and the beginning of the SHA-256 of
/// these and the session, so that nothing else is ever taken for one.
/// </summary>
internal sealed class AcknowledgedLog(FileStream stream) : IDisposable
{
    private const int NumberSize = 8;
    private const int CheckOffset = 2 * NumberSize;
    private const int EntrySize = CheckOffset + NumberSize;

    // More than one for each slice of the largest file, as some may come twice.
    private const int MostEntries = 1 << 18;

    /// <summary>Whether a file of this size may be one.</summary>
    public static bool IsSize(long size) => size is > 0 and <= (long)MostEntries * EntrySize;

    /// <summary>Reads the slices back; what was cut off or is of another session is left out.</summary>
    /// <param name="content">The file's content.</param>
    /// <param name="session">The upload's session.</param>
    /// <param name="length">The length of the file that is uploaded, in bytes.</param>
    public static RangeSet Read(byte[] content, string session, long length)
    {
        List<(long Offset, long Length)> slices = [];
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int at = 0; at + EntrySize <= content.Length; at += EntrySize)
        {
            (long Offset, long Length) slice = (LittleEndian.Take(content, at, NumberSize), LittleEndian.Take(content, at + NumberSize, NumberSize));
            long check = LittleEndian.Take(Entry(sha256, session, slice), CheckOffset, NumberSize);
            if (LittleEndian.Take(content, at + CheckOffset, NumberSize) == check)
            {
                slices.Add(slice);
            }
        }

        return RangeSet.Of(slices, length);
    }

    /// <summary>Adds a slice, which is with the system when this returns.</summary>
    public void Add(string session, (long Offset, long Length) slice)
    {
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        stream.Write(Entry(sha256, session, slice), 0, EntrySize);
        stream.Flush();
    }

    public void Dispose() => stream.Dispose();

    private static byte[] Entry(IncrementalHash sha256, string session, (long Offset, long Length) slice)
    {
        byte[] entry = new byte[EntrySize];
        LittleEndian.Put(entry, 0, slice.Offset, NumberSize);
        LittleEndian.Put(entry, NumberSize, slice.Length, NumberSize);
        sha256.AppendData(entry, 0, CheckOffset);
        sha256.AppendData(Encoding.UTF8.GetBytes(session));
        Buffer.BlockCopy(sha256.GetHashAndReset(), 0, entry, CheckOffset, NumberSize);
        return entry;
    }
}
