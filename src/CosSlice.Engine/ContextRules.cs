namespace CosSlice;

/// <summary>What a part of a context must look like, wherever it came from.</summary>
internal static class ContextRules
{
    // Source: bucket limits of the v4 documentation, cloud.tencent.com/document/product/436.
    private const int MaximumBucketLength = 40;

    public static string? CheckAppId(string? appId)
    {
        if (appId is null)
        {
            return null;
        }

        foreach (char c in appId)
        {
            if (c is < '0' or > '9')
            {
                throw CosErrors.InvalidContext(
                    $"'{appId}' is not an app id: it has digits only.",
                    "Look it up in the console's account page; it looks like 10055004.");
            }
        }

        return appId.Length > 0
            ? appId
            : throw CosErrors.InvalidContext("The app id is empty.", "Pass -AppId or set COS_APPID.");
    }

    public static string? CheckBucket(string? bucket)
    {
        if (bucket is null)
        {
            return null;
        }

        if (bucket.Length is 0 or > MaximumBucketLength)
        {
            throw CosErrors.InvalidContext(
                $"A bucket's name has 1 to {MaximumBucketLength} characters, this one has {bucket.Length}.",
                "Give the name without the app id behind it.");
        }

        foreach (char c in bucket)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            {
                throw CosErrors.InvalidContext(
                    $"'{bucket}' is not a bucket's name: it has a-z, 0-9 and hyphens only.",
                    "Give the name as the console shows it, without the app id behind it.");
            }
        }

        return bucket;
    }

    public static int? CheckApiVersion(int? apiVersion)
        => apiVersion is null or 1 or 4
            ? apiVersion
            : throw CosErrors.InvalidContext(
                $"There is no generation {apiVersion} of the JSON API.", "Use 4 (files/v2) or 1 (files/v1).");

    public static Uri CheckEndpoint(Uri endpoint)
    {
        if (!endpoint.IsAbsoluteUri || endpoint.OriginalString.IndexOf("://", StringComparison.Ordinal) < 0)
        {
            throw CosErrors.InvalidContext(
                "The endpoint has no scheme.",
                "Put https:// (or http://) before the host, as in https://sh.file.myqcloud.com, or use -Region instead.");
        }

        if (endpoint.Scheme != "https" && endpoint.Scheme != "http")
        {
            throw CosErrors.InvalidContext(
                $"'{SafeText.Of(endpoint)}' is not an endpoint: it must be an absolute http or https address.",
                "Use something like https://sh.file.myqcloud.com, or -Region instead.");
        }

        if (endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0 || endpoint.UserInfo.Length > 0)
        {
            throw CosErrors.InvalidContext(
                $"The endpoint '{SafeText.Of(endpoint)}' carries a user name, query or fragment, which cannot be part of one.",
                "Give scheme, host and port only, and the credential with -Credential.");
        }

        string path = endpoint.AbsolutePath.TrimEnd('/');
        if (path.EndsWith("/files/v2", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/files/v1", StringComparison.OrdinalIgnoreCase))
        {
            throw CosErrors.InvalidContext(
                $"The endpoint '{SafeText.Of(endpoint)}' contains the path of the API itself.",
                "Give scheme, host and port only; /files/v2 (or with -ApiVersion 1 /files/v1) is added to it.");
        }

        return endpoint;
    }
}
