namespace CosSlice.Protocol;

/// <summary>The answer to a beginning: either the object is there already, or a session and how it wants to be held.</summary>
internal sealed class BeginAnswer
{
    /// <summary>The object's addresses, where the service has the content already.</summary>
    public ObjectAnswer? Finished { get; set; }

    /// <summary>Opaque; passed back verbatim.</summary>
    public string Session { get; set; } = string.Empty;

    /// <summary>Bytes a slice.</summary>
    public long SliceSize { get; set; }

    /// <summary>Whether slices must go one at a time, in order.</summary>
    public bool IsSerial { get; set; }

    /// <summary>Ranges in bytes that the service has of it; not sorted, possibly overlapping or merged.</summary>
    public IReadOnlyList<(long Offset, long Length)> Held { get; set; } = [];

    /// <summary>Where the first slice begins, in bytes: what lies before it the service has.</summary>
    public long Start { get; set; }

    /// <summary>Whether another run may have begun it, so that only the service knows what parts were declared.</summary>
    public bool IsFound { get; set; }

    /// <summary>Whether the session was found and not given, so that nothing proves yet that it is this upload's alone.</summary>
    public bool IsPresumed { get; set; }
}

/// <summary>The answer to a slice.</summary>
internal sealed class SliceAnswer
{
    /// <summary>The MD5 that the service computed of it, where it sent one.</summary>
    public string? Md5 { get; set; }

    /// <summary>The object's addresses, where this slice was the last that was missing and made the object whole (version 1).</summary>
    public ObjectAnswer? Finished { get; set; }
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

    /// <summary>The addresses that an answer has, of which an object that is finished has at least two.</summary>
    /// <exception cref="CosException"><c>InvalidResponse</c>.</exception>
    public static ObjectAnswer Read(ServiceAnswer answer) => new()
    {
        AccessUrl = SafeText.OfAddress(answer.RequiredText("access_url")),
        ResourcePath = SafeText.OfAddress(answer.RequiredText("resource_path")),
        SourceUrl = SafeText.OfAddress(answer.Data.Text("source_url")),
        Url = SafeText.OfAddress(answer.Data.Text("url")),
        PreviewUrl = SafeText.OfAddress(answer.Data.Text("preview_url")),
        RequestId = answer.RequestId,
    };

    /// <summary>Whether an answer speaks of a finished object: it has addresses and no session.</summary>
    public static bool IsIn(ServiceAnswer answer) => !answer.Data.Has("session") && answer.Data.Has("access_url");
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

    /// <summary>Whether slices must go one at a time, where the service says so.</summary>
    public bool IsSerial { get; set; }

    /// <summary>SHA-1 of the whole file in hex, where the beginning declared one.</summary>
    public string? Sha { get; set; }

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

    public string? AccessUrl { get; set; }

    public string? SourceUrl { get; set; }

    public string? PreviewUrl { get; set; }

    public string? RequestId { get; set; }

    public bool IsFinished => FileLength >= FileSize;

    /// <summary>Whether it is known to be of this content.</summary>
    /// <param name="sha1">Its SHA-1 in hex, where it is known.</param>
    /// <param name="length">Its bytes.</param>
    public bool IsOf(string? sha1, long length) => sha1 is not null && Sha == sha1 && FileSize == length;
}
