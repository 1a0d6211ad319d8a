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

    /// <summary>Writes the field's value and all that follows it.</summary>
    public abstract Task WriteAsync(BodyWriter writer);
}
