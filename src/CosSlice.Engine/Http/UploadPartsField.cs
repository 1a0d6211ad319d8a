using CosSlice.Hashing;

namespace CosSlice.Http;

/// <summary><c>uploadparts</c>: some 6 MB of text for the largest file, made as it goes out.</summary>
internal sealed class UploadPartsField(FileHash hash) : StreamedField("uploadparts")
{
    private readonly UploadParts _parts = new(hash);

    public override long Length => _parts.Length;

    public override Task WriteAsync(Stream stream, byte[] buffer, StallGuard guard, RateLimit? limit)
        => _parts.WriteAsync(stream, buffer, guard.Touch, guard.Token);
}
