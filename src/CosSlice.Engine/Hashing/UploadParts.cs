using System.Text;

namespace CosSlice.Hashing;

/// <summary>
/// The text of the form field <c>uploadparts</c>: a JSON array of every part's offset, length and digest. That of a file
/// of 64 GiB has 6 MB, so it is written as it is sent and never held.
/// </summary>
/// <remarks>Source: cloud.tencent.com/document/product/436/6067.</remarks>
internal sealed class UploadParts
{
    /// <summary>Bytes that a buffer must have at least.</summary>
    public const int BufferMinimum = 4 * 1024;

    // It goes out in pieces, so that a slow connection shows that bytes are moving.
    private const int PieceSize = 64 * 1024;

    // A part's text: 36 bytes of names and signs, 40 of hex, two numbers of at most 19 digits; and the array's end.
    private const int EntryMaximum = 36 + (2 * Sha1Core.DigestSize) + (2 * 19) + 1;

    private static readonly byte[] OffsetName = Ascii("{\"offset\":");
    private static readonly byte[] LengthName = Ascii(",\"datalen\":");
    private static readonly byte[] DigestName = Ascii(",\"datasha\":\"");
    private static readonly byte[] EntryEnd = Ascii("\"}");
    private static readonly byte[] HexDigits = Ascii("0123456789abcdef");

    private readonly FileHash _hash;

    public UploadParts(FileHash hash)
    {
        _hash = hash;
        int rest = OffsetName.Length + LengthName.Length + DigestName.Length + (2 * Sha1Core.DigestSize) + EntryEnd.Length;
        Length = 2 + Math.Max(0, hash.PartCount - 1);
        for (int part = 0; part < hash.PartCount; part++)
        {
            Length += rest + CountDigits(OffsetOf(part)) + CountDigits(LengthOf(part));
        }
    }

    /// <summary>Bytes of the text, known before it is written.</summary>
    public long Length { get; }

    /// <summary>Writes the text.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="buffer">At least <see cref="BufferMinimum"/> bytes, for the time of the call.</param>
    /// <param name="touched">Called whenever bytes moved.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WriteAsync(Stream stream, byte[] buffer, Action touched, CancellationToken cancellationToken)
    {
        if (buffer.Length < BufferMinimum)
        {
            throw new ArgumentException($"The buffer needs {BufferMinimum} bytes.", nameof(buffer));
        }

        int limit = Math.Min(buffer.Length, PieceSize) - EntryMaximum;
        int filled = 0;
        buffer[filled++] = (byte)'[';
        for (int part = 0; part < _hash.PartCount; part++)
        {
            if (filled > limit)
            {
                await FlushAsync().ConfigureAwait(false);
            }

            filled = PutPart(buffer, filled, part);
        }

        buffer[filled++] = (byte)']';
        await FlushAsync().ConfigureAwait(false);

        async Task FlushAsync()
        {
            await stream.WriteAsync(buffer, 0, filled, cancellationToken).ConfigureAwait(false);
            filled = 0;
            touched();
        }
    }

    private long OffsetOf(int part) => part * _hash.PartSize;

    private long LengthOf(int part) => Math.Min(_hash.PartSize, _hash.Length - OffsetOf(part));

    private int PutPart(byte[] buffer, int at, int part)
    {
        if (part > 0)
        {
            buffer[at++] = (byte)',';
        }

        at = Put(buffer, at, OffsetName);
        at = PutNumber(buffer, at, OffsetOf(part));
        at = Put(buffer, at, LengthName);
        at = PutNumber(buffer, at, LengthOf(part));
        at = Put(buffer, at, DigestName);
        for (int i = 0; i < Sha1Core.DigestSize; i++)
        {
            byte value = _hash.DigestByte(part, i);
            buffer[at++] = HexDigits[value >> 4];
            buffer[at++] = HexDigits[value & 15];
        }

        return Put(buffer, at, EntryEnd);
    }

    private static int Put(byte[] buffer, int at, byte[] text)
    {
        Buffer.BlockCopy(text, 0, buffer, at, text.Length);
        return at + text.Length;
    }

    private static int PutNumber(byte[] buffer, int at, long number)
    {
        int end = at + CountDigits(number);
        for (int i = end - 1; i >= at; i--, number /= 10)
        {
            buffer[i] = (byte)('0' + (number % 10));
        }

        return end;
    }

    private static int CountDigits(long number)
    {
        int digits = 1;
        for (; number >= 10; number /= 10)
        {
            digits++;
        }

        return digits;
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
