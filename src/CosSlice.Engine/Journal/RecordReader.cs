using CosSlice.Protocol;
using CosSlice.Transfer;

namespace CosSlice.Journal;

/// <summary>Reads a head. Whatever the bytes are, the result is a record or says why there is none.</summary>
internal static class RecordReader
{
    /// <summary>Reads a head.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="uploadId">The id that the file's name says.</param>
    public static HeadReading Read(byte[] text, int length, string uploadId)
    {
        try
        {
            JsonObject head = JsonObject.Parse(text, length);
            int version = head.StrictInteger("version") ?? throw new FormatException(JournalTexts.EntryVersion);
            if (version != RecordWriter.Version)
            {
                return HeadReading.Foreign(TextFormat.Of(JournalTexts.EntryIsForeign, version, RecordWriter.Version));
            }

            UploadRecord record = Record(new RecordMembers(head));
            return record.UploadId == uploadId && IdentityOf(record) == uploadId
                ? HeadReading.Of(record)
                : HeadReading.Damaged(JournalTexts.EntryTarget);
        }
        catch (FormatException malformed)
        {
            return HeadReading.Damaged(TextFormat.Of(JournalTexts.EntryIsDamaged, TextFormat.WithoutStop(malformed.Message)));
        }
        catch (CosException impossible)
        {
            return HeadReading.Damaged(TextFormat.Of(JournalTexts.EntryIsDamaged, TextFormat.WithoutStop(impossible.Message)));
        }
    }

    private static UploadRecord Record(RecordMembers members)
    {
        long length = members.Number("length");
        return new UploadRecord
        {
            UploadId = members.Text("uploadId"),
            Endpoint = Uri.TryCreate(members.Text("endpoint"), UriKind.Absolute, out Uri? endpoint)
                ? endpoint
                : throw new FormatException(JournalTexts.EntryEndpoint),
            AppId = members.Text("appId"),
            Bucket = members.Text("bucket"),
            Key = members.Text("key"),
            ApiVersion = members.Number32("apiVersion"),
            LiteralPath = members.Text("path"),
            Length = length,
            LastWriteTimeUtc = members.Ticks("lastWriteTicks"),
            Checksum = members.Name<CosChecksum>("checksum"),
            Sha1 = Sha1(members.OptionalText("sha1")),
            PartSize = members.Number("partSize"),
            Session = members.OptionalText("session"),
            SliceSize = members.Number("sliceSize"),
            IsSerial = members.Flag("serial"),
            State = members.Name<CosUploadState>("state"),
            BytesAcknowledged = members.Number("bytesAcknowledged", length),
            Acknowledged = Ranges(members.OptionalText("acknowledged"), length),
            IsResumed = members.Flag("resumed"),
            IsFinishAsked = members.Flag("finishAsked"),
            IsPresumed = members.Flag("presumed"),
            IsDamaged = members.OptionalFlag("damaged"),
            BizAttribute = members.OptionalText("bizAttribute"),
            StartedAt = members.Time("startedAt"),
            UpdatedAt = members.Time("updatedAt"),
            LastErrorCode = members.OptionalNumber32("lastErrorCode"),
            LastError = members.OptionalText("lastError"),
        };
    }

    private static string? Sha1(string? text)
        => text is null || ShaText.Of(text) == text ? text : throw new FormatException(JournalTexts.EntrySha1);

    private static RangeSet? Ranges(string? text, long length)
        => text is null ? null : RangeSet.Parse(text, length) ?? throw RecordMembers.Bad("acknowledged");

    // A digit that a disk turned over would send the file to another object.
    private static string IdentityOf(UploadRecord record)
        => UploadIdentity.Of(
            CosContext.Create(record.AppId, record.Bucket, endpoint: record.Endpoint, apiVersion: record.ApiVersion),
            ObjectKey.Create(record.Key).Value);
}
