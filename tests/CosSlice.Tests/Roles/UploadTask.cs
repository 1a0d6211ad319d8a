using System.Globalization;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Roles;

/// <summary>What an uploading process is told: which file goes where, and how.</summary>
internal sealed record UploadTask(Uri Endpoint, string LiteralPath)
{
    /// <summary>Requests in flight at once.</summary>
    public const int ThrottleLimit = 3;

    public string Key => Path.GetFileName(LiteralPath);

    public int ApiVersion { get; init; } = 4;

    public CosChecksum Checksum { get; init; }

    /// <summary>Whether the upload is carried on as the journal knows it, rather than the file sent.</summary>
    public bool IsResume { get; init; }

    public CosContext Context => CosContext.Create("10055004", "accesslog", null, Endpoint, "AKIDemulator", Canary.Key, apiVersion: ApiVersion);

    public static UploadTask Parse(string[] arguments) => new(new Uri(arguments[0]), arguments[1])
    {
        ApiVersion = int.Parse(arguments[2], CultureInfo.InvariantCulture),
        Checksum = Enum.Parse<CosChecksum>(arguments[3]),
        IsResume = bool.Parse(arguments[4]),
    };

    public string[] ToArguments()
        => [Endpoint.AbsoluteUri, LiteralPath, ApiVersion.ToString(CultureInfo.InvariantCulture), Checksum.ToString(), IsResume.ToString()];
}
