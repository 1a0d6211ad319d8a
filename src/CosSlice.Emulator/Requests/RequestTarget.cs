using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Requests;

/// <summary>
/// What a request addresses, read from the raw request target: ASP.NET's own path has dot segments and some escapes
/// already resolved and so would name another object.
/// </summary>
internal sealed partial class RequestTarget
{
    // "File path at most 850 bytes": cloud.tencent.com/document/product/436/6066 and the console's text.
    private const int MaxKeyBytes = 850;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _key;

    private RequestTarget(ApiVersion version, string appId, string bucket, string key, QueryValues query, bool isDownload = false)
    {
        Version = version;
        AppId = appId;
        Bucket = bucket;
        _key = key;
        Query = query;
        IsDownload = isDownload;
    }

    /// <summary>The generation that the request speaks; both see the same buckets.</summary>
    public ApiVersion Version { get; }

    public string AppId { get; }

    public string Bucket { get; }

    /// <summary>The decoded path inside the bucket; ends in a slash for a folder, and is empty for the bucket itself.</summary>
    public string Key => _key;

    public QueryValues Query { get; }

    /// <summary>Whether the request came to a host of objects' bytes, such as access_url's, and not to that of files/v2.</summary>
    public bool IsDownload { get; }

    public bool IsFolder => _key.Length == 0 || _key[^1] == '/';

    /// <summary>The id that signatures are bound to, decoded: /appid/bucket/path.</summary>
    public string FileId => $"/{AppId}/{Bucket}/{_key}";

    /// <summary>The object's name; a folder is refused, as a file's path must not end in a slash.</summary>
    public ObjectName RequireFile() => IsFolder
        ? throw new RefusedException(CosCode.PathEndsWithSlash, "the path of a file must not end in a slash")
        : new ObjectName(AppId, Bucket, _key);

    /// <summary>The folder's name, which ends in a slash; a file is refused, and so is the bucket itself.</summary>
    public ObjectName RequireFolder()
    {
        if (_key.Length == 0)
        {
            throw new RefusedException(CosCode.BadPath, "the bucket itself is no folder");
        }

        return IsFolder
            ? new ObjectName(AppId, Bucket, _key)
            : throw new RefusedException(CosCode.FolderWithoutSlash, "the path of a folder must end in a slash");
    }

    /// <summary>Reads what is addressed.</summary>
    /// <param name="rawTarget">The request target as it came.</param>
    /// <param name="host">The Host header's value.</param>
    /// <param name="strict">Whether every documented rule holds.</param>
    public static RequestTarget Parse(string rawTarget, string? host, bool strict)
    {
        string target = StripOrigin(rawTarget);
        int question = target.IndexOf('?', StringComparison.Ordinal);
        string path = question < 0 ? target : target[..question];
        QueryValues query = QueryValues.Parse(question < 0 ? "" : target[(question + 1)..]);

        string[] segments = path.Split('/');
        if (DownloadHost().Match(host ?? "") is { Success: true } download && segments[0].Length == 0)
        {
            string name = DecodePath(segments.Skip(1), ApiVersion.V4);
            CheckKey(name, strict);
            return new RequestTarget(
                ApiVersion.V4, download.Groups["appid"].Value, download.Groups["bucket"].Value, name, query, isDownload: true);
        }

        int at = 1;

        // Clients that let one set a region but no endpoint are pointed here by a "region" such as 127.0.0.1:8080/sh.
        if (segments.Length > at && segments[at].EndsWith(".file.myqcloud.com", StringComparison.OrdinalIgnoreCase))
        {
            at++;
        }

        if (segments[0].Length != 0 || segments.Length < at + 4 || segments[at] != "files")
        {
            throw new RefusedException(CosCode.BadUrl, "the path must be /files/v2/<appid>/<bucket>/<key>");
        }

        ApiVersion version = segments[at + 1] switch
        {
            "v1" => ApiVersion.V1,
            "v2" => ApiVersion.V4,
            _ => throw new RefusedException(CosCode.BadUrl, "only files/v1 and files/v2 are served here"),
        };
        string appId = DecodePath([segments[at + 2]], version);
        string bucket = DecodePath([segments[at + 3]], version);
        string key = DecodePath(segments.Skip(at + 4), version);
        CheckKey(key, strict);
        return new RequestTarget(version, appId, bucket, key, query);
    }

    // access_url's host, and source_url's with a region or, as of v1, without one. Whoever uses the emulator as a proxy,
    // or sends these names to it by a hosts file, finds the object there.
    [GeneratedRegex(
        @"\A(?<bucket>[a-z0-9-]+)-(?<appid>[0-9]+)\.(file|cos[a-z]*)\.myqcloud\.com(:[0-9]+)?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DownloadHost();

    private static string StripOrigin(string rawTarget)
    {
        // The absolute form (RFC 9112 section 3.2.2), which proxies' clients send.
        int scheme = rawTarget.IndexOf("://", StringComparison.Ordinal);
        if (rawTarget.StartsWith('/') || scheme < 0)
        {
            return rawTarget;
        }

        int slash = rawTarget.IndexOf('/', scheme + 3);
        return slash < 0 ? "/" : rawTarget[slash..];
    }

    private static void CheckKey(string key, bool strict)
    {
        if (Utf8.GetByteCount(key) > MaxKeyBytes)
        {
            throw new RefusedException(CosCode.BadPath, "the path is longer than 850 bytes");
        }

        string[] segments = key.Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            if (segments[i].Length == 0 && i < segments.Length - 1)
            {
                throw new RefusedException(CosCode.BadPath, "the path has an empty segment");
            }

            if (segments[i] is "." or "..")
            {
                throw new RefusedException(CosCode.BadPath, "the path has a dot segment");
            }
        }

        // "ASCII control characters 24 to 27 are not supported": the console's text on names.
        if (strict && key.AsSpan().IndexOfAnyInRange('\u0018', '\u001b') >= 0)
        {
            throw new RefusedException(CosCode.BadPath, "the path has a control character that is not supported");
        }
    }

    private static string DecodePath(IEnumerable<string> segments, ApiVersion version) =>
        string.Join('/', segments.Select(segment => Decode(segment, version)));

    /// <summary>Decodes one segment. A plus sign is a plus sign: only forms read it as a space.</summary>
    private static string Decode(string segment, ApiVersion version)
    {
        if (!TryDecode(segment, out byte[]? bytes))
        {
            throw new RefusedException(CosCode.BadUrl, "the path has a percent sign without two hexadecimal digits");
        }

        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException notUtf8)
        {
            int code = version == ApiVersion.V1 ? CosCode.NameNotUtf8V1 : CosCode.NameNotUtf8;
            throw new RefusedException(code, "the path is not UTF-8", notUtf8);
        }
    }

    /// <summary>Percent-decodes text to bytes; false where an escape is broken.</summary>
    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? decoded)
    {
        var bytes = new List<byte>(text.Length);
        byte[] raw = Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '%')
            {
                bytes.Add(raw[i]);
                continue;
            }

            if (i + 2 >= raw.Length || !char.IsAsciiHexDigit((char)raw[i + 1]) || !char.IsAsciiHexDigit((char)raw[i + 2]))
            {
                decoded = null;
                return false;
            }

            bytes.Add((byte)((FromHex(raw[i + 1]) << 4) | FromHex(raw[i + 2])));
            i += 2;
        }

        decoded = [.. bytes];
        return true;
    }

    private static int FromHex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
