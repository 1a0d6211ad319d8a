namespace CosSlice.Http;

/// <summary>What a request is about: an object or a folder of a bucket.</summary>
internal sealed class CosTarget
{
    private Uri? _address;

    private CosTarget(CosContext context, string name, string path)
    {
        Context = context;
        Name = name;
        Path = path;
    }

    /// <summary>Who asks, and where.</summary>
    public CosContext Context { get; }

    /// <summary>The key as text, for messages.</summary>
    public string Name { get; }

    /// <summary>The percent-encoded path in the bucket, without a leading slash.</summary>
    public string Path { get; }

    /// <summary>Where it is. Made once: thousands of slices go there.</summary>
    /// <exception cref="CosException"><c>InvalidKey</c> where the address would name another object.</exception>
    public Uri Address => _address ??= RequestAddress.Of(this, string.Empty);

    public static CosTarget Object(CosContext context, ObjectKey key) => new(context, key.Value, key.Encoded);

    /// <summary>A folder; its address ends in a slash, as every folder's does.</summary>
    public static CosTarget Folder(CosContext context, ObjectKey folder) => new(context, folder.Value + "/", folder.Encoded + "/");
}
