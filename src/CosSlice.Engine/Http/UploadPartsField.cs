using CosSlice.Hashing;

namespace CosSlice.Http;

/// <summary><c>uploadparts</c>: some 6 MB of text for the largest file, made as it goes out.</summary>
internal sealed class UploadPartsField(FileHash hash) : StreamedField("uploadparts")
{
    private readonly UploadParts _parts = new(hash);

    public override long Length => _parts.Length;

    public override async Task WriteAsync(BodyWriter writer)
    {
        await _parts.WriteAsync(writer.Stream, writer.Buffer, writer.Guard.Touch, writer.Guard.Token).ConfigureAwait(false);
        await writer.WriteAsync(0, writer.Form.PutTail(this, writer.Buffer, 0)).ConfigureAwait(false);
    }
}
