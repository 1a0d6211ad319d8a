using System.Globalization;
using CosSlice.Http;
using CosSlice.Signatures;

namespace CosSlice;

/// <summary>
/// Who uploads, and where to: app id, bucket, region or endpoint, generation of the API, and credential. A context may lack
/// parts; what it lacks is taken from the next source by <see cref="Merge"/>, and <see cref="EnsureComplete"/> names what no
/// source had.
/// </summary>
/// <remarks>
/// No public member holds a secret key or a signature, so that printing, <c>ConvertTo-Json</c> and <c>Export-Clixml</c>
/// cannot show one.
/// </remarks>
public sealed class CosContext
{
    /// <summary>The generation that is meant where none is named: 4.</summary>
    internal const int DefaultApiVersion = 4;

    // Source: the v1 documentation of upload_slice, which has no region in its address.
    private static readonly Uri V1Endpoint = new("https://web.file.myqcloud.com/");

    private string? _place;
    private string? _placeAndSigner;
    private RequestRoot? _root;

    internal CosContext(
        string? appId,
        string? bucket,
        string? region,
        Uri? endpoint,
        int? apiVersion,
        CosCredential? credential,
        string? expectedSecretId = null)
    {
        ExpectedSecretId = expectedSecretId;
        SignatureText? signature = (credential as SignatureCredential)?.Text;
        AppId = ContextRules.CheckAppId(appId ?? signature?.AppId);
        Bucket = ContextRules.CheckBucket(bucket ?? signature?.Bucket);
        Region = region is null ? null : CosRegion.Parse(region);
        OwnEndpoint = endpoint is null ? null : ContextRules.CheckEndpoint(endpoint);
        OwnApiVersion = ContextRules.CheckApiVersion(apiVersion);
        Credential = credential;
        Endpoint = OwnEndpoint ?? (ApiVersion == 1 ? V1Endpoint : EndpointOf(Region));
    }

    /// <summary>The account's app id: decimal digits.</summary>
    public string? AppId { get; }

    /// <summary>The bucket's name without the app id: at most 40 characters of a-z, 0-9 and hyphen.</summary>
    public string? Bucket { get; }

    /// <summary>The region as the JSON API names it (<c>sh</c>, <c>gz</c>), or <see langword="null"/> where only an endpoint was given.</summary>
    public string? Region { get; }

    /// <summary>
    /// Where requests go: the address that was given, or the region's own, <c>https://&lt;region&gt;.file.myqcloud.com/</c>
    /// (source: cloud.tencent.com/document/product/436/6067), or for version 1 <c>https://web.file.myqcloud.com/</c>, which
    /// serves all regions.
    /// </summary>
    public Uri? Endpoint { get; }

    /// <summary>The generation of the JSON API: 4 means <c>files/v2</c>, 1 means <c>files/v1</c>.</summary>
    public int ApiVersion => OwnApiVersion ?? DefaultApiVersion;

    /// <summary>The SecretId that requests are signed with. The secret key has no public member.</summary>
    public string? SecretId => Credential?.SecretId;

    /// <summary>Where the credential came from, such as <c>Parameter</c>, <c>Signature</c> or <c>Environment (COS_SECRET_ID)</c>.</summary>
    public string? CredentialSource => Credential?.Source;

    /// <summary>When the signature that stands in a key's place expires: UTC; <see langword="null"/> where there is a key.</summary>
    public DateTime? SignatureExpiresAt => (Credential as SignatureCredential)?.Text.ExpiresAt.UtcDateTime;

    internal CosCredential? Credential { get; }

    /// <summary>Whether nothing is missing that a request needs.</summary>
    internal bool IsComplete => Credential is not null && AppId is not null && Bucket is not null && Endpoint is not null;

    /// <summary>Whether a place was named, and does not only follow from the version.</summary>
    internal bool HasPlace => OwnEndpoint is not null || Region is not null;

    /// <summary>What a complete context's targets have in common: endpoint, app id, bucket and version, a line each.</summary>
    internal string Place
        => _place ??= string.Join("\n", Endpoint!.AbsoluteUri.TrimEnd('/'), AppId, Bucket, ApiVersion.ToString(CultureInfo.InvariantCulture));

    /// <summary>The same with who signs.</summary>
    internal string PlaceAndSigner => _placeAndSigner ??= string.Concat(Place, "\n", SecretId);

    /// <summary>What the addresses of a complete context's targets begin with.</summary>
    internal RequestRoot Root => _root ??= new RequestRoot(this);

    /// <summary>Whose key this context is for, where it came without one, such as out of a file.</summary>
    internal string? ExpectedSecretId { get; }

    /// <summary>The endpoint that was given, not derived.</summary>
    internal Uri? OwnEndpoint { get; }

    /// <summary>The generation that was named; nothing where the default is meant.</summary>
    internal int? OwnApiVersion { get; }

    /// <summary>Makes a context from parts, each of which may be missing.</summary>
    /// <param name="appId">Decimal digits.</param>
    /// <param name="bucket">The bucket's name without the app id.</param>
    /// <param name="region">A region of the JSON API (<c>sh</c>) or of the later XML API (<c>ap-shanghai</c>).</param>
    /// <param name="endpoint">An absolute http or https address; it takes precedence over <paramref name="region"/>.</param>
    /// <param name="secretId">The SecretId; needs <paramref name="secretKey"/>.</param>
    /// <param name="secretKey">The SecretKey; it is held, never shown.</param>
    /// <param name="credentialSource">What <see cref="CredentialSource"/> will say.</param>
    /// <param name="apiVersion">1 or 4.</param>
    /// <exception cref="CosException">A part is malformed (<c>InvalidContext</c>, <c>InvalidRegion</c>).</exception>
    public static CosContext Create(
        string? appId = null,
        string? bucket = null,
        string? region = null,
        Uri? endpoint = null,
        string? secretId = null,
        string? secretKey = null,
        string credentialSource = "Parameter",
        int? apiVersion = null)
    {
        CosCredential? credential = secretId is null && secretKey is null
            ? null
            : KeyCredential.Create(secretId, secretKey, credentialSource);
        return new CosContext(appId, bucket, region, endpoint, apiVersion, credential);
    }

    /// <summary>
    /// Makes a context that signs with a multi-effect signature made elsewhere, by <see cref="CosSignature"/> or another
    /// client. App id and bucket are read from it where they are not given.
    /// </summary>
    /// <param name="signature">The signature; it is held, never shown.</param>
    /// <param name="appId">Decimal digits; must be the signature's.</param>
    /// <param name="bucket">The bucket's name without the app id; must be the signature's.</param>
    /// <param name="region">A region of the JSON API (<c>sh</c>) or of the later XML API (<c>ap-shanghai</c>).</param>
    /// <param name="endpoint">An absolute http or https address; it takes precedence over <paramref name="region"/>.</param>
    /// <param name="apiVersion">1 or 4.</param>
    /// <exception cref="CosException">
    /// <c>InvalidSignature</c>: it is none, or a one-time signature, or for another app id or bucket; or a part is malformed.
    /// </exception>
    public static CosContext CreateWithSignature(
        string signature,
        string? appId = null,
        string? bucket = null,
        string? region = null,
        Uri? endpoint = null,
        int? apiVersion = null)
    {
        if (signature is null)
        {
            throw new ArgumentNullException(nameof(signature));
        }

        CosContext context = new(appId, bucket, region, endpoint, apiVersion, SignatureCredential.Create(signature, "Signature"));
        context.EnsureSignatureFits();
        return context;
    }

    /// <summary>
    /// Reads COS_APPID, COS_BUCKET, COS_REGION, COS_ENDPOINT, COS_API_VERSION and COS_SECRET_ID with COS_SECRET_KEY
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
        int? apiVersion = null;
        CosContext? place = null;
        CosCredential? credential = null;
        string? expectedSecretId = null;
        foreach (CosContext? layer in layers)
        {
            if (layer is null)
            {
                continue;
            }

            appId ??= layer.AppId;
            bucket ??= layer.Bucket;
            apiVersion ??= layer.OwnApiVersion;
            place ??= layer.HasPlace ? layer : null;

            // A key that was given above this layer was given on purpose.
            expectedSecretId ??= credential is null ? layer.ExpectedSecretId : null;
            credential ??= layer.Credential;
        }

        return new CosContext(appId, bucket, place?.Region, place?.OwnEndpoint, apiVersion, credential, expectedSecretId);
    }

    /// <summary>The place of an upload that was begun, and this context's credential.</summary>
    /// <param name="upload">The upload.</param>
    /// <exception cref="CosException">The upload lacks a part, or one is malformed (<c>InvalidContext</c>).</exception>
    public CosContext For(CosUpload upload)
    {
        if (upload is null)
        {
            throw new ArgumentNullException(nameof(upload));
        }

        return new CosContext(upload.AppId, upload.Bucket, region: null, upload.Endpoint, upload.ApiVersion, Credential, ExpectedSecretId);
    }

    /// <summary>This context with a one-time signature beside its multi-effect one, for a deletion.</summary>
    /// <param name="oneTimeSignature">A one-time signature for the object that is to be deleted; it is held, never shown.</param>
    /// <exception cref="CosException"><c>InvalidSignature</c>: it is none; or <c>InvalidOption</c>: this context has a key, which makes its own.</exception>
    public CosContext WithOneTimeSignature(string oneTimeSignature)
        => Credential is SignatureCredential signature
            ? new CosContext(AppId, Bucket, Region, OwnEndpoint, OwnApiVersion, signature.With(oneTimeSignature), ExpectedSecretId)
            : throw CosErrors.InvalidOption(
                ContextTexts.OneTimeSignatureAlone,
                ContextTexts.OneTimeSignatureAloneAdvice);

    /// <summary>Checks that nothing is missing that a request needs, and that a signature given is for this bucket.</summary>
    /// <exception cref="CosException">
    /// <c>CosCredentialMissing</c>, <c>CosAppIdMissing</c>, <c>CosBucketMissing</c>, <c>CosEndpointMissing</c> or
    /// <c>InvalidSignature</c>.
    /// </exception>
    public void EnsureComplete()
    {
        EnsureSigner();
        if (Endpoint is null)
        {
            throw CosErrors.EndpointMissing();
        }
    }

    /// <summary>Bucket, app id and endpoint in one line; no part of the credential.</summary>
    public override string ToString()
        => TextFormat.Of(ContextTexts.Place, Bucket ?? "?", AppId ?? "?", Endpoint?.ToString() ?? "?");

    /// <summary>Checks what a signature needs.</summary>
    internal void EnsureSigner()
    {
        EnsureCredential();
        if (AppId is null)
        {
            throw CosErrors.AppIdMissing();
        }

        if (Bucket is null)
        {
            throw CosErrors.BucketMissing();
        }

        EnsureSignatureFits();
    }

    /// <summary>Checks that there is something to sign with.</summary>
    /// <exception cref="CosException"><c>CosCredentialMissing</c>.</exception>
    internal void EnsureCredential()
    {
        if (Credential is null)
        {
            throw CosErrors.CredentialMissing();
        }

        if (ExpectedSecretId is not null && ExpectedSecretId != SecretId)
        {
            throw CosErrors.InvalidContext(
                TextFormat.Of(ContextTexts.OtherSecretId, SafeText.Of(ExpectedSecretId, 60), SafeText.Of(SecretId ?? "?", 60)),
                ContextTexts.OtherSecretIdAdvice);
        }
    }

    /// <summary>Checks that a signature given has not expired, and is not about to.</summary>
    /// <exception cref="CosException"><c>SignatureExpired</c>.</exception>
    internal void EnsureTimeLeft(ServerClock clock) => (Credential as SignatureCredential)?.EnsureTimeLeft(clock);

    private void EnsureSignatureFits()
    {
        if (Credential is not SignatureCredential { Text: SignatureText text })
        {
            return;
        }

        if (text.AppId != AppId)
        {
            throw CosErrors.InvalidSignature(TextFormat.Of(SignatureTexts.OtherAppId, SafeText.Of(text.AppId, 40), AppId));
        }

        if (text.Bucket != Bucket)
        {
            throw CosErrors.InvalidSignature(TextFormat.Of(SignatureTexts.OtherBucket, SafeText.Of(text.Bucket, 40), Bucket));
        }
    }

    private static Uri? EndpointOf(string? region)
        => region is null ? null : new Uri($"https://{region}.file.myqcloud.com/");
}
