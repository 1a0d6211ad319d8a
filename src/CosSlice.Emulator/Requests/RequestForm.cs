using System.Globalization;
using System.Text;
using CosSlice.Emulator.Answers;

namespace CosSlice.Emulator.Requests;

/// <summary>
/// A request's fields, from a form, a JSON body or the query. Names are compared without case: the service's .NET SDK
/// sends fileContent and fileSize where the documents have filecontent and filesize.
/// </summary>
internal sealed class RequestForm : IDisposable
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What became of the filecontent field, or null when there was none.</summary>
    public IContentSink? Content { get; set; }

    /// <summary>The uploadparts field as it came, which may have megabytes, or null.</summary>
    public ReadOnlyMemory<byte>? UploadParts { get; set; }

    public int Count => _fields.Count;

    public string? this[string name] => _fields.GetValueOrDefault(name);

    /// <summary>The text of a field that was sent and isn't empty, or null.</summary>
    public string? Text(string name) => _fields.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    public void Add(string name, string value)
    {
        if (IsUploadParts(name))
        {
            UploadParts = Encoding.UTF8.GetBytes(value);
        }
        else
        {
            _fields[name] = value;
        }
    }

    /// <summary>Whether the field is the one that is kept as bytes.</summary>
    public static bool IsUploadParts(string name) => name.Equals("uploadparts", StringComparison.OrdinalIgnoreCase);

    /// <summary>A whole number that isn't negative; null when the field is missing or empty.</summary>
    public long? Number(string name, int codeWhenWrong = CosCode.BadParameter)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new RefusedException(codeWhenWrong, $"{name} is not a whole number");
    }

    public void Dispose() => Content?.Dispose();
}
