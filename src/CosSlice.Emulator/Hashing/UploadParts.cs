using System.Text.Json;
using CosSlice.Emulator.Answers;

namespace CosSlice.Emulator.Hashing;

/// <summary>
/// What a client says at init about the pieces of its file (uploadparts, cloud.tencent.com/document/product/436/6067): where
/// each ends, and the SHA-1 up to there. For every part but the last that is the unfinished state, so that each part can be
/// checked knowing the one before only from here; for the last it is the file's digest.
/// </summary>
internal sealed class UploadParts
{
    // One more than there are parts: the last is the file's length.
    private readonly long[] _starts;
    private readonly Sha1State[] _shas;

    private UploadParts(long[] starts, Sha1State[] shas)
    {
        _starts = starts;
        _shas = shas;
    }

    public int Count => _shas.Length;

    /// <summary>The digest of the whole file as the last part declares it, lower-case hex.</summary>
    public string FileSha => _shas[^1].ToDigestHex();

    /// <summary>Reads them, or refuses what is no JSON (-5965) or doesn't fit together (-29134).</summary>
    /// <param name="json">The field as it came; 64 GiB in parts of 1 MiB are 6 MB of it.</param>
    /// <param name="fileSize">Bytes of the file.</param>
    public static UploadParts Parse(ReadOnlySpan<byte> json, long fileSize)
    {
        var starts = new List<long>();
        var shas = new List<Sha1State>();
        long end = 0;
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            Expect(reader.TokenType == JsonTokenType.StartArray, "is not an array");
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                (long offset, long length, Sha1State sha) = ReadPart(ref reader, fileSize);
                Expect(offset == end, "has a part that does not begin where the one before ends");
                Expect(length > 0 && length <= fileSize - offset, "has a part without bytes or beyond the end of the file");
                end = offset + length;
                Expect(
                    end == fileSize || end % Sha1Blocks.Size == 0,
                    "has a part that ends at no multiple of 64, where SHA-1 has no state");
                starts.Add(offset);
                shas.Add(sha);
            }

            Expect(reader.TokenType == JsonTokenType.EndArray, "has something other than objects");
            reader.Read();
        }
        catch (JsonException broken)
        {
            throw new RefusedException(CosCode.UploadPartsNotJson, "uploadparts is not JSON", broken);
        }

        Expect(shas.Count > 0, "has no part");
        Expect(end == fileSize, "has lengths that do not sum to filesize");
        return new UploadParts([.. starts, fileSize], [.. shas]);
    }

    /// <summary>Where the part begins, bytes; for the number of parts, the file's length.</summary>
    public long Start(int part) => _starts[part];

    /// <summary>The part that begins there; below zero when none does. The file's length counts as the beginning of one more.</summary>
    public int IndexOf(long offset) => Array.BinarySearch(_starts, offset);

    /// <summary>The state that hashing the part starts from.</summary>
    public Sha1State StateBefore(int part) => part == 0 ? Sha1State.Initial : _shas[part - 1];

    /// <summary>What hashing the part must come to: a digest for the last part, a state for the others.</summary>
    public Sha1State ShaOf(int part) => _shas[part];

    private static (long Offset, long Length, Sha1State Sha) ReadPart(ref Utf8JsonReader reader, long fileSize)
    {
        long offset = -1;
        long length = -1;
        ReadOnlySpan<byte> hex = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("offset"u8))
            {
                offset = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("datalen"u8))
            {
                length = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("datasha"u8))
            {
                reader.Read();
                Expect(reader.TokenType == JsonTokenType.String, "has a datasha that is no text");
                hex = reader.ValueSpan;
            }
            else
            {
                reader.Skip();
            }
        }

        Expect(offset >= 0 && length >= 0, "has a part without offset or datalen");

        // Written down in the other order, the last part's words are those of an ordinary digest.
        bool last = offset + length == fileSize;
        bool read = last ? Sha1State.TryParseDigest(hex, out Sha1State sha) : Sha1State.TryParse(hex, out sha);
        Expect(read, "has a datasha that is not 40 hexadecimal digits");
        return (offset, length, sha);
    }

    private static long ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        Expect(
            reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out _),
            "has a part whose offset or datalen is no whole number");
        return reader.GetInt64();
    }

    private static void Expect(bool fits, string otherwise)
    {
        if (!fits)
        {
            throw new RefusedException(CosCode.UploadPartsInconsistent, $"uploadparts {otherwise}");
        }
    }
}
