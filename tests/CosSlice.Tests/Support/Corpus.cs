using System.Text;
using System.Text.Json;

namespace CosSlice.Tests.Support;

/// <summary>
/// The nasty cases of tests/CosSlice.Tests/Fuzzing/Corpus: a file a subject, a line a case. Of its <c>bytes</c> each character is one
/// byte, and <c>{"of":"a","times":5}</c> stands for <c>aaaaa</c>.
/// </summary>
internal static class Corpus
{
    /// <summary>The cases of one subject.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Cases(string subject)
        => [.. Lines(subject).Select(line => (line.GetProperty("name").GetString()!, Bytes(line.GetProperty("bytes"))))];

    /// <summary>The texts of one subject, which are no more than that.</summary>
    public static IReadOnlyList<string> Texts(string subject)
        => [.. Lines(subject).Select(line => Unescape(line.GetRawText()))];

    private static IEnumerable<JsonElement> Lines(string subject)
    {
        using Stream stream = typeof(Corpus).Assembly.GetManifestResourceStream(subject + ".jsonl")!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return JsonDocument.Parse(line).RootElement;
        }
    }

    private static byte[] Bytes(JsonElement parts)
        => parts.ValueKind == JsonValueKind.String
            ? Encoding.Latin1.GetBytes(parts.GetString()!)
            : [.. parts.EnumerateArray().SelectMany(part => part.ValueKind == JsonValueKind.String ? Bytes(part) : Repeated(part))];

    private static byte[] Repeated(JsonElement part)
        => [.. Enumerable.Repeat(Bytes(part.GetProperty("of")), part.GetProperty("times").GetInt32()).SelectMany(bytes => bytes)];

    // The framework's reader refuses half a surrogate pair, which is one of the cases.
    private static string Unescape(string json)
    {
        StringBuilder text = new();
        for (int i = 1; i < json.Length - 1; i++)
        {
            if (json[i] != '\\')
            {
                text.Append(json[i]);
            }
            else if (json[++i] == 'u')
            {
                text.Append((char)Convert.ToInt32(json.Substring(i + 1, 4), 16));
                i += 4;
            }
            else
            {
                text.Append(json[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', char itself => itself });
            }
        }

        return text.ToString();
    }
}
