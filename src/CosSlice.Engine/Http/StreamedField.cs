namespace CosSlice.Http;

/// <summary>The one field of a form that is too large to be held: it is written as it goes out.</summary>
internal abstract class StreamedField(string name)
{
    public string Name { get; } = name;

    /// <summary>Bytes, known beforehand.</summary>
    public abstract long Length { get; }

    /// <summary>The name of a field behind this one that bears <see cref="Digest"/>, if any.</summary>
    public virtual string? DigestField => null;

    /// <summary>What was computed of the field, in lower-case hex, once it is written and if it was asked for.</summary>
    public string? Digest { get; protected set; }

    /// <summary>What went wrong with the content itself, which no HTTP layer may mistake for a fault of the connection.</summary>
    public virtual CosException? SourceFailure => null;

    /// <summary>The request has ended: what it moved is on its way no more.</summary>
    public virtual void Settle()
    {
    }

    /// <param name="stream">Where to.</param>
    /// <param name="buffer">For the writer's use.</param>
    /// <param name="guard">Touched with every piece that moved.</param>
    /// <param name="limit">Asked before content of a file is sent; <see langword="null"/> where it goes as fast as the line is.</param>
    public abstract Task WriteAsync(Stream stream, byte[] buffer, StallGuard guard, RateLimit? limit);
}
