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

    /// <summary>Whether <see cref="Put"/> can be called: the field's value is at hand, and it needs no <see cref="BodyWriter"/>.</summary>
    public virtual bool IsAtHand => false;

    /// <summary>Puts the field's value and all that follows it into a buffer that has room for it.</summary>
    /// <param name="form">The form that the field belongs to.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="offset">Where in it the value begins.</param>
    /// <returns>Where it ends.</returns>
    public virtual int Put(FormFields form, byte[] buffer, int offset) => throw new NotSupportedException();

    /// <summary>What was put was handed to the connection.</summary>
    public virtual void CountPut()
    {
    }

    /// <summary>Writes the field's value and all that follows it.</summary>
    public abstract Task WriteAsync(BodyWriter writer);
}
