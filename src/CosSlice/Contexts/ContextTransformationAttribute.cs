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

        string? endpoint = Text(wrapped, nameof(CosContext.Endpoint));
        try
        {
            return CosContext.Create(
                Text(wrapped, nameof(CosContext.AppId)),
                Text(wrapped, nameof(CosContext.Bucket)),
                Text(wrapped, nameof(CosContext.Region)),
                endpoint is null ? null : new Uri(endpoint, UriKind.RelativeOrAbsolute));
        }
        catch (CosException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static string? Text(PSObject source, string name) => source.Properties[name]?.Value?.ToString();
}
