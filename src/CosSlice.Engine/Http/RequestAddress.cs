namespace CosSlice.Http;

/// <summary>The address of an object: <c>/files/v2/&lt;appid&gt;/&lt;bucket&gt;/&lt;key&gt;</c> at the endpoint.</summary>
/// <remarks>Source: cloud.tencent.com/document/product/436/6067.</remarks>
internal static class RequestAddress
{
    /// <exception cref="CosException"><c>InvalidKey</c> where the address would name another object.</exception>
    public static Uri Of(UploadRequest target, string query)
    {
        CosContext context = target.Context;
        Uri endpoint = context.Endpoint!;
        string path = $"{endpoint.AbsolutePath.TrimEnd('/')}/files/v2/{context.AppId}/{context.Bucket}/{target.Key.Encoded}";
        Uri address = new($"{endpoint.GetLeftPart(UriPartial.Authority)}{path}{query}");

        // Uri normalises on its own account; whatever it does to a path, the wrong object must not be written.
        return string.Equals(address.AbsolutePath, path, StringComparison.Ordinal)
            ? address
            : throw CosErrors.InvalidKey(target.Key.Value, $"its address would become '{address.AbsolutePath}'.");
    }
}
