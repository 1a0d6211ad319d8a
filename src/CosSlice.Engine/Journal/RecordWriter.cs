using System.Globalization;
using System.Text;

namespace CosSlice.Journal;

/// <summary>The head of an upload in the journal as text: one JSON object, of which <see cref="RecordReader"/> makes the same again.</summary>
internal static class RecordWriter
{
    /// <summary>The form of the head. A reader takes its own version only, so what changes a member's meaning needs another.</summary>
    public const int Version = 1;

    /// <summary>A head has fewer bytes than this.</summary>
    public const int SizeLimit = 8 * 1024;

    /// <summary>
    /// Writes a head in UTF-8. Of what is too long only the text of the error is cut; where that is not enough, no byte counts as
    /// acknowledged.
    /// </summary>
    /// <param name="record">What to write.</param>
    /// <param name="path">Where it will be written, for the message.</param>
    /// <exception cref="JournalException">Even without the error it is too long.</exception>
    public static byte[] Write(UploadRecord record, string path)
    {
        byte[] bytes = Text(record);
        if (bytes.Length >= SizeLimit && record.Acknowledged is not null)
        {
            bytes = Text(record with { Acknowledged = RangeSet.Empty });
        }

        return bytes.Length < SizeLimit
            ? bytes
            : throw new JournalException(
                path, TextFormat.Of(JournalTexts.RecordTooLong, record.Key, SizeLimit));
    }

    private static byte[] Text(UploadRecord record)
    {
        JsonText text = new JsonText()
            .Add("version", Version)
            .Add("uploadId", record.UploadId)
            .Add("endpoint", record.Endpoint.AbsoluteUri)
            .Add("appId", record.AppId)
            .Add("bucket", record.Bucket)
            .Add("key", record.Key)
            .Add("apiVersion", record.ApiVersion)
            .Add("path", record.LiteralPath)
            .Add("length", record.Length)
            .Add("lastWriteTicks", record.LastWriteTimeUtc.Ticks)
            .Add("checksum", record.Checksum.ToString())
            .Add("sha1", record.Sha1)
            .Add("partSize", record.PartSize)
            .Add("session", record.Session)
            .Add("sliceSize", record.SliceSize)
            .Add("serial", record.IsSerial ? 1 : 0)
            .Add("state", record.State.ToString())
            .Add("bytesAcknowledged", record.BytesAcknowledged)
            .Add("acknowledged", record.Acknowledged?.ToString())
            .Add("resumed", record.IsResumed ? 1 : 0)
            .Add("finishAsked", record.IsFinishAsked ? 1 : 0)
            .Add("presumed", record.IsPresumed ? 1 : 0)
            .Add("damaged", record.IsDamaged ? 1L : null)
            .Add("bizAttribute", record.BizAttribute)
            .Add("startedAt", Time(record.StartedAt))
            .Add("updatedAt", Time(record.UpdatedAt))
            .Add("lastErrorCode", record.LastErrorCode)
            .AddCut("lastError", record.LastError, SizeLimit - 1);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Time(DateTime utc) => new DateTime(utc.Ticks, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture);
}
