namespace CosSlice.Http;

/// <summary>What the addresses of all objects of a bucket begin with: made once for a context, and joined with each object's path.</summary>
internal sealed class RequestRoot
{
    private readonly bool _isKept;

    public RequestRoot(CosContext context)
    {
        Uri endpoint = context.Endpoint!;
        string files = context.ApiVersion == 1 ? "files/v1" : "files/v2";
        Path = $"{endpoint.AbsolutePath.TrimEnd('/')}/{files}/{context.AppId}/{context.Bucket}/";
        Address = endpoint.GetLeftPart(UriPartial.Authority) + Path;
        _isKept = string.Equals(new Uri(Address).AbsolutePath, Path, StringComparison.Ordinal);
    }

    /// <summary>The address, with a slash at its end.</summary>
    public string Address { get; }

    /// <summary>The path of the address.</summary>
    public string Path { get; }

    /// <summary>Whether Uri surely leaves the path of an object as it is, so that none needs to be made to see.</summary>
    /// <param name="path">The object's percent-encoded path in the bucket.</param>
    public bool Keeps(string path) => _isKept && PlainPath.Is(path);
}
