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
        RequestRoot root = target.Context.Root;
        Uri address = new(string.Concat(root.Address, target.Path, query));

        // Uri normalises on its own account; whatever it does to a path, the wrong object must not be written.
        string path = address.AbsolutePath;
        bool isOfTarget = path.Length == root.Path.Length + target.Path.Length
            && path.StartsWith(root.Path, StringComparison.Ordinal)
            && path.EndsWith(target.Path, StringComparison.Ordinal);
        return isOfTarget ? address : throw CosErrors.InvalidKey(target.Name, TextFormat.Of(KeyTexts.Address, path));
    }
}
