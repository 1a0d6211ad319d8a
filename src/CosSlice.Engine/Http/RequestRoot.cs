namespace CosSlice.Http;

/// <summary>What the addresses of all objects of a bucket begin with: made once for a context, and joined with each object's path.</summary>
internal sealed class RequestRoot
{
    public RequestRoot(CosContext context)
    {
        Uri endpoint = context.Endpoint!;
        string files = context.ApiVersion == 1 ? "files/v1" : "files/v2";
        Path = $"{endpoint.AbsolutePath.TrimEnd('/')}/{files}/{context.AppId}/{context.Bucket}/";
        Address = endpoint.GetLeftPart(UriPartial.Authority) + Path;
    }

    /// <summary>The address, with a slash at its end.</summary>
    public string Address { get; }

    /// <summary>The path of the address.</summary>
    public string Path { get; }
}
