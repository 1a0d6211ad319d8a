namespace CosSlice.Contexts;

/// <summary>The parts of a place that parameters name; a part that nobody named fits every upload.</summary>
/// <param name="AppId">The account's app id.</param>
/// <param name="Bucket">The bucket's name without the app id.</param>
/// <param name="Region">The region.</param>
/// <param name="Endpoint">The address of the service.</param>
/// <param name="ApiVersion">The generation of the API; 0 where none is named.</param>
internal sealed record NamedPlace(string? AppId, string? Bucket, string? Region, Uri? Endpoint, int ApiVersion)
{
    /// <summary>The first part that is another than the upload's, as a sentence; <see langword="null"/> where all fit.</summary>
    /// <exception cref="CosException">A part is malformed.</exception>
    public string? Contradiction(CosUpload upload)
    {
        CosContext named = CosContext.Create(AppId, Bucket, Region, Endpoint, apiVersion: ApiVersion == 0 ? upload.ApiVersion : ApiVersion);
        if (named.AppId is not null && named.AppId != upload.AppId)
        {
            return TextFormat.Of(InputTexts.OtherAppId, named.AppId, upload.AppId);
        }

        if (named.Bucket is not null && named.Bucket != upload.Bucket)
        {
            return TextFormat.Of(InputTexts.OtherBucket, named.Bucket, upload.Bucket);
        }

        if (named.ApiVersion != upload.ApiVersion)
        {
            return TextFormat.Of(InputTexts.OtherApiVersion, named.ApiVersion, upload.ApiVersion);
        }

        return named.HasPlace && named.Endpoint != upload.Endpoint
            ? Endpoint is null
                ? TextFormat.Of(InputTexts.OtherRegion, named.Region, named.Endpoint, upload.Endpoint)
                : TextFormat.Of(InputTexts.OtherEndpoint, named.Endpoint, upload.Endpoint)
            : null;
    }
}
