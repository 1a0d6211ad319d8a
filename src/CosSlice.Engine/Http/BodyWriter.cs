using CosSlice.Hashing.Lanes;

namespace CosSlice.Http;

/// <summary>What the streamed field of one request, and all that follows it, is written with.</summary>
/// <param name="stream">The connection.</param>
/// <param name="buffer">For the writer's use.</param>
/// <param name="form">The form that the field belongs to.</param>
/// <param name="guard">Touched with every piece that moved.</param>
/// <param name="limit">Asked before content of a file is sent; <see langword="null"/> where it goes as fast as the line is.</param>
/// <param name="pace">How much content is written at once.</param>
/// <param name="md5">Where the MD5 of several requests goes side by side.</param>
internal sealed class BodyWriter(Stream stream, byte[] buffer, FormFields form, StallGuard guard, RateLimit? limit, WritePace pace, HashLanes md5)
{
    public Stream Stream { get; } = stream;

    public byte[] Buffer { get; } = buffer;

    public FormFields Form { get; } = form;

    public StallGuard Guard { get; } = guard;

    public RateLimit? Limit { get; } = limit;

    public HashLanes Md5 { get; } = md5;

    /// <summary>The most bytes of content that may be written at once.</summary>
    public int Most => (int)Math.Min(pace.Most, Limit?.Most ?? int.MaxValue);

    /// <summary>Writes a part of the buffer.</summary>
    public async Task WriteAsync(int offset, int count)
    {
        await Stream.WriteAsync(Buffer, offset, count, Guard.Token).ConfigureAwait(false);
        Guard.Touch();
    }
}
