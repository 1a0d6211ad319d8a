using CosSlice.Http;

namespace CosSlice;

/// <summary>One file and where it goes.</summary>
public sealed class UploadRequest
{
    /// <summary>Makes a request; nothing is opened and nothing is sent yet.</summary>
    /// <param name="context">A complete context.</param>
    /// <param name="literalPath">The local file's absolute path.</param>
    /// <param name="key">The object's key, checked.</param>
    /// <exception cref="CosException">The context lacks a part (see <see cref="CosContext.EnsureComplete"/>).</exception>
    public UploadRequest(CosContext context, string literalPath, ObjectKey key)
    {
        Context = context ?? throw new ArgumentNullException(nameof(context));
        LiteralPath = literalPath ?? throw new ArgumentNullException(nameof(literalPath));
        Key = key ?? throw new ArgumentNullException(nameof(key));
        context.EnsureComplete();
    }

    /// <summary>Who uploads, and where to.</summary>
    public CosContext Context { get; }

    /// <summary>The local file's absolute path.</summary>
    public string LiteralPath { get; }

    /// <summary>The object's key.</summary>
    public ObjectKey Key { get; }

    internal CosTarget Target => CosTarget.Object(Context, Key);
}
