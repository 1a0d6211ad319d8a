using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>Puts a received slice to its place in the upload. Everything here is called under the key's lock.</summary>
internal sealed class SliceRecorder(ObjectStore store)
{
    /// <summary>The length and, where it was computed, the MD5 and SHA-1 of what came as filecontent.</summary>
    public static (long Length, string? Md5, string? Sha1) Received(RequestForm form) => form.Content switch
    {
        SliceWriter slice => (slice.Length, slice.Md5, slice.Sha1),
        SpooledContent spooled => (spooled.Length, spooled.Md5, spooled.Sha1),
        _ => throw new RefusedException(CosCode.ContentMissing, "filecontent is missing"),
    };

    public void Record(OpenUpload upload, long offset, long length, IContentSink content)
    {
        if (content is SliceWriter slice)
        {
            // Fields after the content may have changed what the ones before it said, and the upload may be a new one.
            if (slice.Upload != upload || slice.Offset != offset)
            {
                throw new RefusedException(CosCode.SessionWrong, "the upload has changed while the slice was received");
            }

            slice.EnsureCurrent();
            upload.SupersedeOthers(offset, slice);
            if (slice.SpoolPath is { } path)
            {
                store.Apply(upload, offset, path);
            }
        }
        else if (content is SpooledContent spooled)
        {
            upload.SupersedeOthers(offset, null);
            store.Apply(upload, offset, spooled.Path);
        }

        store.Record(upload, offset, length);
    }
}
