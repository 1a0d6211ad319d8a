using System.Text;

namespace CosSlice;

/// <summary>The key of an object, checked, with its form in a request path.</summary>
public sealed class ObjectKey
{
    /// <summary>The longest key in bytes of UTF-8 (source: limits of the v4 documentation).</summary>
    public const int MaximumBytes = 850;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ObjectKey(string value, string encoded)
    {
        Value = value;
        Encoded = encoded;
    }

    /// <summary>The key as text, without a leading slash.</summary>
    public string Value { get; }

    /// <summary>The key with every segment percent-encoded as RFC 3986 has it (only unreserved characters stay), slashes kept.</summary>
    public string Encoded { get; }

    /// <summary>Checks a key and encodes it. A backslash is an ordinary character here.</summary>
    /// <param name="key">Segments joined by slashes, without a leading one.</param>
    /// <exception cref="CosException"><c>InvalidKey</c>: empty, too long, not Unicode, or with a segment that is empty, <c>.</c> or <c>..</c>.</exception>
    public static ObjectKey Create(string key)
    {
        if (string.IsNullOrEmpty(key))
        {
            throw CosErrors.InvalidKey(string.Empty, KeyTexts.Empty);
        }

        if (key[key.Length - 1] == '/')
        {
            throw CosErrors.InvalidKey(key, KeyTexts.EndsInSlash);
        }

        // Nearly every key: there is nothing to refuse and nothing to encode.
        if (key.Length <= MaximumBytes && PlainPath.Is(key))
        {
            return new ObjectKey(key, key);
        }

        foreach (string segment in key.Split('/'))
        {
            if (segment.Length == 0)
            {
                throw CosErrors.InvalidKey(key, KeyTexts.EmptySegment);
            }

            // Addresses are normalised on the way, even when the dots are percent-encoded: another object would be written.
            if (segment is "." or "..")
            {
                throw CosErrors.InvalidKey(key, TextFormat.Of(KeyTexts.DotSegment, segment));
            }
        }

        byte[] bytes;
        try
        {
            bytes = StrictUtf8.GetBytes(key);
        }
        catch (EncoderFallbackException)
        {
            throw CosErrors.InvalidKey(key, KeyTexts.Surrogate);
        }

        if (bytes.Length > MaximumBytes)
        {
            throw CosErrors.InvalidKey(key, TextFormat.Of(KeyTexts.Length, bytes.Length, MaximumBytes));
        }

        return new ObjectKey(key, PercentEncoding.EncodePath(bytes));
    }

    /// <summary>
    /// Brings what a user wrote as a key or prefix into the service's form: a leading slash or backslash is dropped, and
    /// backslashes become slashes.
    /// </summary>
    /// <param name="written">The key or prefix as the user wrote it.</param>
    public static string Normalize(string written)
    {
        if (written is null)
        {
            throw new ArgumentNullException(nameof(written));
        }

        string slashed = written.Replace('\\', '/');
        return slashed.Length > 0 && slashed[0] == '/' ? slashed.Substring(1) : slashed;
    }

    /// <summary>The key as text.</summary>
    public override string ToString() => Value;
}
