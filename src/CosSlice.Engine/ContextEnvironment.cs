using System.Globalization;
using CosSlice.Signatures;

namespace CosSlice;

/// <summary>The environment variables that a context is read from.</summary>
internal static class ContextEnvironment
{
    private const string ApiVersionName = "COS_API_VERSION";

    private static readonly (string Id, string Key)[] CredentialNames =
    [
        ("COS_SECRET_ID", "COS_SECRET_KEY"),
        ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"),
    ];

    public static CosContext Read(Func<string, string?> variable)
    {
        return new CosContext(
            Value("COS_APPID"),
            Value("COS_BUCKET"),
            Value("COS_REGION"),
            Endpoint(Value("COS_ENDPOINT")),
            ApiVersion(Value(ApiVersionName)),
            Credential(Value));

        string? Value(string name) => ValueOf(variable, name);
    }

    /// <summary>Reads who makes requests, and nothing of where they go.</summary>
    /// <param name="variable">The environment.</param>
    public static CosContext ReadCredential(Func<string, string?> variable)
        => new(
            appId: null,
            bucket: null,
            region: null,
            endpoint: null,
            apiVersion: null,
            Credential(name => ValueOf(variable, name)));

    /// <summary>Reads where requests go, and nothing of who makes them.</summary>
    /// <param name="variable">The environment.</param>
    /// <param name="withAddress">Whether region and endpoint are read.</param>
    /// <param name="withApiVersion">Whether the generation of the API is read.</param>
    public static CosContext ReadPlace(Func<string, string?> variable, bool withAddress, bool withApiVersion)
        => new(
            appId: null,
            bucket: null,
            withAddress ? ValueOf(variable, "COS_REGION") : null,
            withAddress ? Endpoint(ValueOf(variable, "COS_ENDPOINT")) : null,
            withApiVersion ? ApiVersion(ValueOf(variable, ApiVersionName)) : null,
            credential: null);

    // An empty variable is how most shells and schedulers unset one.
    private static string? ValueOf(Func<string, string?> variable, string name)
        => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static int? ApiVersion(string? value)
    {
        if (value is null)
        {
            return null;
        }

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version is 1 or 4
            ? version
            : throw CosErrors.InvalidContext(
                TextFormat.Of(ContextTexts.VariableApiVersion, ApiVersionName, SafeText.Of(value, 20)), ContextTexts.VariableApiVersionAdvice);
    }

    private static KeyCredential? Credential(Func<string, string?> value)
    {
        foreach ((string idName, string keyName) in CredentialNames)
        {
            string? id = value(idName);
            string? key = value(keyName);
            if (id is not null && key is not null)
            {
                return KeyCredential.Create(id, key, $"Environment ({idName})");
            }

            if (id is not null || key is not null)
            {
                throw CosErrors.InvalidContext(
                    TextFormat.Of(ContextTexts.HalfCredential, (id is null ? keyName : idName), (id is null ? idName : keyName)),
                    TextFormat.Of(ContextTexts.HalfCredentialAdvice, idName, keyName));
            }
        }

        return null;
    }

    private static Uri? Endpoint(string? value)
    {
        if (value is null)
        {
            return null;
        }

        return Uri.TryCreate(value, UriKind.Absolute, out Uri? endpoint)
            ? endpoint
            : throw CosErrors.InvalidContext(
                ContextTexts.VariableEndpoint,
                ContextTexts.VariableEndpointAdvice);
    }
}
