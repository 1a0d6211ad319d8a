using System.Management.Automation;

namespace CosSlice.Contexts;

/// <summary>
/// Takes a context that came out of a file, a job or a remote session: it has no credential, as none is ever written,
/// and takes one from parameter, session or environment.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class ContextTransformationAttribute : ArgumentTransformationAttribute
{
    private const string DeserializedName = "Deserialized.CosSlice.CosContext";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (inputData is not PSObject wrapped || !wrapped.TypeNames.Contains(DeserializedName))
        {
            return inputData;
        }

        string? appId = Text(wrapped, nameof(CosContext.AppId));
        string? bucket = Text(wrapped, nameof(CosContext.Bucket));
        string? region = Text(wrapped, nameof(CosContext.Region));
        string? endpoint = Text(wrapped, nameof(CosContext.Endpoint));
        int? apiVersion = Text(wrapped, nameof(CosContext.ApiVersion)) is { } version
            ? LanguagePrimitives.ConvertTo<int>(version)
            : null;
        try
        {
            // An address that follows from region and version is left to follow from them.
            CosContext derived = CosContext.Create(appId, bucket, region, endpoint: null, apiVersion: apiVersion);
            Uri? own = endpoint is null || endpoint == derived.Endpoint?.ToString() ? null : new Uri(endpoint, UriKind.RelativeOrAbsolute);
            return new CosContext(appId, bucket, region, own, apiVersion, credential: null, Text(wrapped, nameof(CosContext.SecretId)));
        }
        catch (CosException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static string? Text(PSObject source, string name) => source.Properties[name]?.Value?.ToString();
}
