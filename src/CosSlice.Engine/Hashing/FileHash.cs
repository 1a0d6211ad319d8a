namespace CosSlice.Hashing;

/// <summary>What one pass over a file gave: the SHA-1 of the whole, and what the service wants to know of each part.</summary>
internal sealed class FileHash
{
    private readonly byte[] _digests;

    /// <param name="length">The file's length in bytes.</param>
    /// <param name="partSize">Bytes a part, the last being what remains; 0 where no parts were asked for.</param>
    /// <param name="digests">
    /// 20 bytes a part, one after the other: the state at the part's end, and for the last part the SHA-1 of the whole.
    /// That one alone where there are no parts.
    /// </param>
    public FileHash(long length, long partSize, byte[] digests)
    {
        PartCount = CountParts(length, partSize);
        if (digests.Length != Math.Max(PartCount, 1) * Sha1Core.DigestSize)
        {
            throw new ArgumentException($"{PartCount} parts do not have {digests.Length} bytes of digests.", nameof(digests));
        }

        Length = length;
        PartSize = partSize;
        _digests = digests;
        Sha1 = HexText.Of(digests, digests.Length - Sha1Core.DigestSize, Sha1Core.DigestSize);
    }

    /// <summary>The SHA-1 of a whole file alone, where that is all that is known.</summary>
    /// <param name="length">The file's length in bytes.</param>
    /// <param name="sha1">40 digits of lower-case hex.</param>
    public static FileHash OfWhole(long length, string sha1) => new(length, partSize: 0, HexText.Bytes(sha1));

    /// <summary>SHA-1 of the whole file: 40 digits of lower-case hex.</summary>
    public string Sha1 { get; }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>Bytes a part, the last being what remains; 0 where no parts were asked for.</summary>
    public long PartSize { get; }

    /// <summary>How many parts there are; 0 where none were asked for or the file is empty.</summary>
    public int PartCount { get; }

    /// <summary>How many parts a file falls into; a file without parts has 0.</summary>
    public static int CountParts(long length, long partSize)
        => length == 0 || partSize == 0 ? 0 : checked((int)(((length - 1) / partSize) + 1));

    /// <summary>A byte of a part's digest, for the one who writes it out.</summary>
    /// <param name="part">0 to <see cref="PartCount"/> - 1.</param>
    /// <param name="index">0 to 19.</param>
    public byte DigestByte(int part, int index) => _digests[(part * Sha1Core.DigestSize) + index];
}
