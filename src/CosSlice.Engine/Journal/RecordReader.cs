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
            int version = head.StrictInteger("version") ?? throw new FormatException("it has no version");
            if (version != RecordWriter.Version)
            {
                return HeadReading.Foreign($"was written by another version of CosSlice (form {version}, not {RecordWriter.Version})");
            }

            UploadRecord record = Record(new RecordMembers(head));
            return record.UploadId == uploadId && IdentityOf(record) == uploadId
                ? HeadReading.Of(record)
                : HeadReading.Damaged("is damaged: its target is not the one that its name stands for");
        }
        catch (FormatException malformed)
        {
            return HeadReading.Damaged($"is damaged: {malformed.Message.TrimEnd('.')}");
        }
        catch (CosException impossible)
        {
            return HeadReading.Damaged($"is damaged: {impossible.Message.TrimEnd('.')}");
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
                : throw new FormatException("its endpoint is no address"),
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
            IsResumed = members.Flag("resumed"),
            IsFinishAsked = members.Flag("finishAsked"),
            IsPresumed = members.Flag("presumed"),
            BizAttribute = members.OptionalText("bizAttribute"),
            StartedAt = members.Time("startedAt"),
            UpdatedAt = members.Time("updatedAt"),
            LastErrorCode = members.OptionalNumber32("lastErrorCode"),
            LastError = members.OptionalText("lastError"),
        };
    }

    private static string? Sha1(string? text)
        => text is null || ShaText.Of(text) == text ? text : throw new FormatException("its sha1 is none");

    // A digit that a disk turned over would send the file to another object.
    private static string IdentityOf(UploadRecord record)
        => UploadIdentity.Of(
            CosContext.Create(record.AppId, record.Bucket, endpoint: record.Endpoint, apiVersion: record.ApiVersion),
            ObjectKey.Create(record.Key).Value);
}
