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
                    TextFormat.Of(ContextTexts.AppIdForm, appId),
                    ContextTexts.AppIdFormAdvice);
            }
        }

        return appId.Length > 0
            ? appId
            : throw CosErrors.InvalidContext(ContextTexts.AppIdEmpty, ContextTexts.AppIdEmptyAdvice);
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
                TextFormat.Of(ContextTexts.BucketLength, MaximumBucketLength, bucket.Length),
                ContextTexts.BucketLengthAdvice);
        }

        foreach (char c in bucket)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            {
                throw CosErrors.InvalidContext(
                    TextFormat.Of(ContextTexts.BucketForm, bucket),
                    ContextTexts.BucketFormAdvice);
            }
        }

        return bucket;
    }

    public static int? CheckApiVersion(int? apiVersion)
        => apiVersion is null or 1 or 4
            ? apiVersion
            : throw CosErrors.InvalidContext(
                TextFormat.Of(ContextTexts.ApiVersionUnknown, apiVersion), ContextTexts.ApiVersionUnknownAdvice);

    public static Uri CheckEndpoint(Uri endpoint)
    {
        if (!endpoint.IsAbsoluteUri || endpoint.OriginalString.IndexOf("://", StringComparison.Ordinal) < 0)
        {
            throw CosErrors.InvalidContext(
                ContextTexts.EndpointScheme,
                ContextTexts.EndpointSchemeAdvice);
        }

        if (endpoint.Scheme != "https" && endpoint.Scheme != "http")
        {
            throw CosErrors.InvalidContext(
                TextFormat.Of(ContextTexts.EndpointForm, SafeText.Of(endpoint)),
                ContextTexts.EndpointFormAdvice);
        }

        if (endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0 || endpoint.UserInfo.Length > 0)
        {
            throw CosErrors.InvalidContext(
                TextFormat.Of(ContextTexts.EndpointParts, SafeText.Of(endpoint)),
                ContextTexts.EndpointPartsAdvice);
        }

        string path = endpoint.AbsolutePath.TrimEnd('/');
        if (path.EndsWith("/files/v2", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/files/v1", StringComparison.OrdinalIgnoreCase))
        {
            throw CosErrors.InvalidContext(
                TextFormat.Of(ContextTexts.EndpointPath, SafeText.Of(endpoint)),
                ContextTexts.EndpointPathAdvice);
        }

        return endpoint;
    }
}
