namespace CosSlice.Protocol;

/// <summary>The answer to a beginning: the conversation's session, and how it wants to be held.</summary>
/// <param name="session">Opaque; passed back verbatim.</param>
/// <param name="sliceSize">Bytes a slice.</param>
/// <param name="isSerial">Whether slices must go one at a time.</param>
internal sealed class BeginAnswer(string session, long sliceSize, bool isSerial)
{
    public string Session { get; } = session;

    public long SliceSize { get; } = sliceSize;

    public bool IsSerial { get; } = isSerial;

    /// <summary>Whether the session was found and not given, so that nothing proves yet that it is this upload's alone.</summary>
    public bool IsPresumed { get; set; }
}

/// <summary>A finished object's addresses.</summary>
internal sealed class ObjectAnswer
{
    public string? AccessUrl { get; set; }

    public string? SourceUrl { get; set; }

    public string? Url { get; set; }

    public string? PreviewUrl { get; set; }

    public string? ResourcePath { get; set; }

    public string? RequestId { get; set; }
}

/// <summary>What the service has of an object: either it is finished, or a session with the ranges received so far.</summary>
internal sealed class ListAnswer
{
    /// <summary>The object's addresses, where it is finished.</summary>
    public ObjectAnswer? Finished { get; set; }

    public string? Session { get; set; }

    /// <summary>Bytes of the whole file, as the beginning declared it.</summary>
    public long FileSize { get; set; }

    public long SliceSize { get; set; }

    /// <summary>Ranges in bytes; not sorted, possibly overlapping or merged.</summary>
    public IReadOnlyList<(long Offset, long Length)> Parts { get; set; } = [];
}

/// <summary>What <c>stat</c> says of an object.</summary>
internal sealed class StatAnswer
{
    /// <summary>Bytes of the whole object.</summary>
    public long FileSize { get; set; }

    /// <summary>Bytes that are there; less than <see cref="FileSize"/> while the upload is unfinished.</summary>
    public long FileLength { get; set; }

    /// <summary>SHA-1 in hex, where the service knows it.</summary>
    public string? Sha { get; set; }

    public bool IsFinished => FileLength >= FileSize;
}
