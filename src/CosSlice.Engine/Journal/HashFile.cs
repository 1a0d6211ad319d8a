using System.Security.Cryptography;
using CosSlice.Hashing;

namespace CosSlice.Journal;

/// <summary>
/// The digests of a file's parts, kept beside the head so that a later process need not read the file for them: magic,
/// version, length, part size and last-write time of the file, the digests one after the other (the last one is the whole's
/// SHA-1), and the SHA-256 of all that. Numbers are little-endian.
/// </summary>
internal static class HashFile
{
    /// <summary>The form of the file.</summary>
    public const int Version = 1;

    private const int DigestsOffset = 36;
    private const int CheckSize = 32;

    private static readonly byte[] Magic = [(byte)'C', (byte)'O', (byte)'S', (byte)'P', (byte)'A', (byte)'R', (byte)'T', (byte)'S'];

    /// <summary>The content to write.</summary>
    /// <param name="hash">The digests.</param>
    /// <param name="lastWriteTimeUtc">The hashed file's last-write time.</param>
    public static byte[] Write(FileHash hash, DateTime lastWriteTimeUtc)
    {
        int count = Math.Max(1, hash.PartCount);
        byte[] content = new byte[checked(DigestsOffset + (count * Sha1Core.DigestSize) + CheckSize)];
        Magic.CopyTo(content, 0);
        LittleEndian.Put(content, 8, Version, 4);
        LittleEndian.Put(content, 12, hash.Length, 8);
        LittleEndian.Put(content, 20, hash.PartSize, 8);
        LittleEndian.Put(content, 28, lastWriteTimeUtc.Ticks, 8);
        int position = DigestsOffset;
        for (int part = 0; part < count; part++)
        {
            for (int i = 0; i < Sha1Core.DigestSize; i++)
            {
                content[position++] = hash.DigestByte(part, i);
            }
        }

        Check(content, position).CopyTo(content, position);
        return content;
    }

    /// <summary>Whether a file of this size may be an upload's.</summary>
    public static bool IsSizeOf(UploadRecord record, long size)
    {
        // Not FileHash.CountParts: what is on a disk may ask for more parts than there are numbers.
        long parts = record.Length <= 0 || record.PartSize <= 0 ? 1 : ((record.Length - 1) / record.PartSize) + 1;
        long digests = size - DigestsOffset - CheckSize;
        return size <= int.MaxValue && digests % Sha1Core.DigestSize == 0 && digests / Sha1Core.DigestSize == parts;
    }

    /// <summary>Reads the digests back.</summary>
    /// <param name="content">The file's content.</param>
    /// <param name="record">The upload that they must belong to.</param>
    /// <returns><see langword="null"/> where anything does not fit.</returns>
    public static FileHash? Read(byte[] content, UploadRecord record)
    {
        int end = content.Length - CheckSize;
        bool fits = IsSizeOf(record, content.Length)
            && StartsWith(content, 0, Magic)
            && LittleEndian.Take(content, 8, 4) == Version
            && LittleEndian.Take(content, 12, 8) == record.Length
            && LittleEndian.Take(content, 20, 8) == record.PartSize
            && LittleEndian.Take(content, 28, 8) == record.LastWriteTimeUtc.Ticks
            && StartsWith(content, end, Check(content, end));
        if (!fits)
        {
            return null;
        }

        byte[] digests = new byte[end - DigestsOffset];
        Buffer.BlockCopy(content, DigestsOffset, digests, 0, digests.Length);
        FileHash hash = new(record.Length, record.PartSize, digests);
        return hash.Sha1 == record.Sha1 ? hash : null;
    }

    private static byte[] Check(byte[] content, int count)
    {
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(content, 0, count);
        return sha256.GetHashAndReset();
    }

    private static bool StartsWith(byte[] content, int offset, byte[] expected)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (content[offset + i] != expected[i])
            {
                return false;
            }
        }

        return true;
    }
}
