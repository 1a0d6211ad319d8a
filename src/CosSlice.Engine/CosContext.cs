namespace CosSlice;

/// <summary>
/// Who uploads, and where to: app id, bucket, region or endpoint, and credential. A context may lack parts; what it
/// lacks is taken from the next source by <see cref="Merge"/>, and <see cref="EnsureComplete"/> names what no source had.
/// </summary>
/// <remarks>
/// No public member holds the secret key, so that printing, <c>ConvertTo-Json</c> and <c>Export-Clixml</c> cannot show it.
/// </remarks>
public sealed class CosContext
{
    internal CosContext(string? appId, string? bucket, string? region, Uri? endpoint, CosCredential? credential)
    {
        AppId = ContextRules.CheckAppId(appId);
        Bucket = ContextRules.CheckBucket(bucket);
        Region = region is null ? null : CosRegion.Parse(region);
        Endpoint = endpoint is null ? EndpointOf(Region) : ContextRules.CheckEndpoint(endpoint);
        Credential = credential;
    }

    /// <summary>The account's app id: decimal digits.</summary>
    public string? AppId { get; }

    /// <summary>The bucket's name without the app id: at most 40 characters of a-z, 0-9 and hyphen.</summary>
    public string? Bucket { get; }

    /// <summary>The region as the JSON API names it (<c>sh</c>, <c>gz</c>), or <see langword="null"/> where only an endpoint was given.</summary>
    public string? Region { get; }

    /// <summary>
    /// Where requests go. From a region it is <c>https://&lt;region&gt;.file.myqcloud.com/</c>
    /// (source: cloud.tencent.com/document/product/436/6067).
    /// </summary>
    public Uri? Endpoint { get; }

    /// <summary>The generation of the JSON API: 4 means <c>files/v2</c>.</summary>
    public int ApiVersion { get; } = 4;

    /// <summary>The SecretId that requests are signed with. The secret key has no public member.</summary>
    public string? SecretId => Credential?.SecretId;

    /// <summary>Where the credential came from, such as <c>Parameter</c> or <c>Environment (COS_SECRET_ID)</c>.</summary>
    public string? CredentialSource => Credential?.Source;

    internal CosCredential? Credential { get; }

    /// <summary>Makes a context from parts, each of which may be missing.</summary>
    /// <param name="appId">Decimal digits.</param>
    /// <param name="bucket">The bucket's name without the app id.</param>
    /// <param name="region">A region of the JSON API (<c>sh</c>) or of the later XML API (<c>ap-shanghai</c>).</param>
    /// <param name="endpoint">An absolute http or https address; it takes precedence over <paramref name="region"/>.</param>
    /// <param name="secretId">The SecretId; needs <paramref name="secretKey"/>.</param>
    /// <param name="secretKey">The SecretKey; it is held, never shown.</param>
    /// <param name="credentialSource">What <see cref="CredentialSource"/> will say.</param>
    /// <exception cref="CosException">A part is malformed (<c>InvalidContext</c>, <c>InvalidRegion</c>).</exception>
    public static CosContext Create(
        string? appId = null,
        string? bucket = null,
        string? region = null,
        Uri? endpoint = null,
        string? secretId = null,
        string? secretKey = null,
        string credentialSource = "Parameter")
    {
        CosCredential? credential = secretId is null && secretKey is null
            ? null
            : CosCredential.Create(secretId, secretKey, credentialSource);
        return new CosContext(appId, bucket, region, endpoint, credential);
    }

    /// <summary>
    /// Reads COS_APPID, COS_BUCKET, COS_REGION, COS_ENDPOINT and COS_SECRET_ID with COS_SECRET_KEY
    /// (or TENCENTCLOUD_SECRET_ID with TENCENTCLOUD_SECRET_KEY) from the process's environment.
    /// </summary>
    /// <exception cref="CosException">A variable is malformed, or half of a credential is set (<c>InvalidContext</c>).</exception>
    public static CosContext FromEnvironment() => ContextEnvironment.Read(Environment.GetEnvironmentVariable);

    /// <summary>
    /// Takes each part from the first layer that has it. Endpoint and region count as one part, and so do SecretId and
    /// SecretKey: halves of different sources never meet.
    /// </summary>
    /// <param name="layers">The sources, the strongest first; <see langword="null"/> entries are stepped over.</param>
    public static CosContext Merge(params CosContext?[] layers)
    {
        if (layers is null)
        {
            throw new ArgumentNullException(nameof(layers));
        }

        string? appId = null;
        string? bucket = null;
        CosContext? place = null;
        CosCredential? credential = null;
        foreach (CosContext? layer in layers)
        {
            if (layer is null)
            {
                continue;
            }

            appId ??= layer.AppId;
            bucket ??= layer.Bucket;
            credential ??= layer.Credential;
            place ??= layer.Endpoint is null ? null : layer;
        }

        return new CosContext(appId, bucket, place?.Region, place?.Endpoint, credential);
    }

    /// <summary>Checks that nothing is missing that an upload needs.</summary>
    /// <exception cref="CosException">
    /// <c>CosCredentialMissing</c>, <c>CosAppIdMissing</c>, <c>CosBucketMissing</c> or <c>CosEndpointMissing</c>.
    /// </exception>
    public void EnsureComplete()
    {
        if (Credential is null)
        {
            throw CosErrors.CredentialMissing();
        }

        if (AppId is null)
        {
            throw CosErrors.ContextPartMissing("CosAppIdMissing", "app id", "-AppId", "COS_APPID");
        }

        if (Bucket is null)
        {
            throw CosErrors.ContextPartMissing("CosBucketMissing", "bucket", "-Bucket", "COS_BUCKET");
        }

        if (Endpoint is null)
        {
            throw CosErrors.ContextPartMissing("CosEndpointMissing", "region or endpoint", "-Region or -Endpoint", "COS_REGION or COS_ENDPOINT");
        }
    }

    /// <summary>Bucket, app id and endpoint in one line; no part of the credential.</summary>
    public override string ToString() => $"{Bucket ?? "?"}-{AppId ?? "?"} at {Endpoint?.ToString() ?? "?"}";

    private static Uri? EndpointOf(string? region)
        => region is null ? null : new Uri($"https://{region}.file.myqcloud.com/");
}
