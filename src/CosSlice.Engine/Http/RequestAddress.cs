namespace CosSlice.Http;

/// <summary>
/// The address of an object or folder: <c>/files/v2/&lt;appid&gt;/&lt;bucket&gt;/&lt;path&gt;</c> at the endpoint, with
/// <c>v1</c> in the place of <c>v2</c> for version 1.
/// </summary>
/// <remarks>Source: cloud.tencent.com/document/product/436/6067, and the v1 documentation of upload_slice.</remarks>
internal static class RequestAddress
{
    /// <exception cref="CosException"><c>InvalidKey</c> where the address would name another object.</exception>
    public static Uri Of(CosTarget target, string query)
    {
        CosContext context = target.Context;
        Uri endpoint = context.Endpoint!;
        string files = context.ApiVersion == 1 ? "files/v1" : "files/v2";
        string path = $"{endpoint.AbsolutePath.TrimEnd('/')}/{files}/{context.AppId}/{context.Bucket}/{target.Path}";
        Uri address = new($"{endpoint.GetLeftPart(UriPartial.Authority)}{path}{query}");

        // Uri normalises on its own account; whatever it does to a path, the wrong object must not be written.
        return string.Equals(address.AbsolutePath, path, StringComparison.Ordinal)
            ? address
            : throw CosErrors.InvalidKey(target.Name, TextFormat.Of(KeyTexts.Address, address.AbsolutePath));
    }
}
