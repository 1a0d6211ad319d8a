using System.Text.RegularExpressions;

namespace CosSlice.Tests.Texts;

/// <summary>What users read comes out of the resource files, and every text there is used, with as many values as it has places.</summary>
public partial class SourceTests
{
    // Strings that look like sentences and are none that a user reads, or that are data.
    private static readonly (string File, string Text)[] NoMessages =
    [
        // A value of CredentialSource, which scripts compare.
        ("CosSlice.Engine/ContextEnvironment.cs", "Environment ({})"),

        // The wire.
        ("CosSlice.Engine/Http/FormFields.cs", "  Content-Disposition: form-data; name=\""),
        ("CosSlice.Engine/Http/FormFields.cs", "multipart/form-data; boundary="),
        ("CosSlice.Engine/Http/RequestLength.Modern.cs", "POST "),
        ("CosSlice.Engine/Http/RequestLength.Modern.cs", "GET "),
        ("CosSlice.Engine/Http/RequestLength.Modern.cs", "  Expect:"),
        ("CosSlice.Engine/Http/RequestLength.Modern.cs", "  Transfer-Encoding:"),
        ("CosSlice.Engine/Http/RequestLength.Modern.cs", "  Content-Length: "),

        // Only defects of the engine raise these, and nobody sees the last: an open file without positions is a pipe.
        ("CosSlice.Engine/HexText.cs", "'{}' is no digit of hex."),
        ("CosSlice.Engine/Files/PositionedReader.Legacy.cs", "It has no positions to read from."),

        // Code, and the form of a time.
        ("CosSlice/Completers/TypedWord.cs", "command "),
        ("CosSlice/Formatting/ViewText.cs", "yyyy-MM-dd HH:mm:ss zzz"),
    ];

    [Fact]
    public void No_sentence_stands_in_the_sources()
    {
        IReadOnlyList<SourceLiteral> literals = SourceLiterals.All();
        string[] sentences =
        [
            .. literals
                .Where(literal => Sentence().IsMatch(literal.Text) && !Defect().IsMatch(literal.Before))
                .Where(literal => !NoMessages.Contains((literal.File, literal.Text)))
                .Select(literal => $"{literal.File}: {literal.Text}"),
        ];

        Assert.True(literals.Count > 300, $"{literals.Count} strings were found");
        Assert.True(
            sentences.Length == 0,
            "These belong into a resource file in a Texts folder, in every language:\n" + string.Join('\n', sentences));
    }

    [Fact]
    public void Nothing_is_said_in_a_string_of_the_sources()
    {
        string[] words =
        [
            .. SourceLiterals.All()
                .Where(literal => Word().IsMatch(literal.Text) && Saying().IsMatch(literal.Before))
                .Select(literal => $"{literal.File}: {literal.Text}"),
        ];

        Assert.True(words.Length == 0, "These belong into a resource file in a Texts folder, in every language:\n" + string.Join('\n', words));
    }

    [Fact]
    public void The_list_of_strings_that_are_no_messages_is_true()
    {
        HashSet<(string File, string Text)> there = [.. SourceLiterals.All().Select(literal => (literal.File, literal.Text))];

        Assert.All(NoMessages, literal => Assert.Contains(literal, there));
    }

    [Fact]
    public void Every_text_is_used_with_as_many_values_as_it_has_places()
    {
        Dictionary<string, int> uses = TextClass.All
            .SelectMany(texts => texts.English.Keys.Select(key => $"{texts.Name}.{key}"))
            .ToDictionary(text => text, _ => 0);
        foreach ((string file, string code) in SourceLiterals.Files())
        {
            foreach (Match use in Use().Matches(code))
            {
                string text = use.Groups["text"].Value;
                TextClass? texts = TextClass.All.SingleOrDefault(texts => text.StartsWith(texts.Name + ".", StringComparison.Ordinal));
                if (texts is null)
                {
                    continue;
                }

                Assert.True(uses.ContainsKey(text), $"{file}: there is no {text}");
                uses[text]++;
                int places = TextClass.Numbers(texts.English[text[(texts.Name.Length + 1)..]]).Length;
                int values = use.Groups["format"].Success ? CountValues(code, use.Index + use.Length) : 0;
                Assert.True(values == places, $"{file}: {text} has {places} places and is given {values} values");
            }
        }

        Assert.All(uses, use => Assert.True(use.Value > 0, $"{use.Key} is never used"));
    }

    // The commas outside of brackets and strings, up to the bracket that closes the call.
    private static int CountValues(string code, int at)
    {
        int count = 0;
        int depth = 0;
        for (; depth >= 0; at++)
        {
            switch (code[at])
            {
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth--;
                    break;
                case ',' when depth == 0:
                    count++;
                    break;
                case '"':
                    at = code.IndexOf('"', at + 1);
                    break;
                case '\'':
                    at = code.IndexOf('\'', at + (code[at + 1] == '\\' ? 3 : 2));
                    break;
                default:
                    break;
            }
        }

        return count;
    }

    // Two words, or a word with a full stop.
    [GeneratedRegex(@"[A-Za-z]{2,} |[A-Za-z]{2,}[,:;.] | [A-Za-z]{2,}|[A-Za-z]{2,}\.$")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"[A-Za-z]{2,}")]
    private static partial Regex Word();

    // Exceptions that tell of a defect in the code, and what is declared to the compiler or the system.
    [GeneratedRegex(@"new (Argument(OutOfRange)?|InvalidOperation|ObjectDisposed)Exception\([^;]*$|DllImport\([^;)]*$", RegexOptions.RightToLeft)]
    private static partial Regex Defect();

    // What takes a message for a user, with the string as its argument or value.
    [GeneratedRegex(
        @"\b(Write(Verbose|Warning|Debug|Information|Host)|Should(Process|Continue)|Note[d]?|Warn(ed)?|Report|InvalidOption|InvalidContext|InvalidSignature|InvalidKey|Invalid|TextFormat\.\w+|new ErrorDetails|new ArgumentTransformationMetadataException|new ValidationMetadataException|new JournalException|new TransportException)\([^()]*$"
        + @"|\b(Activity|Status|RecommendedAction|HelpMessage)\s*=\s*$")]
    private static partial Regex Saying();

    [GeneratedRegex(@"(?<format>\bTextFormat\.(?:Of|Invariant)\(\s*)?\b(?<text>[A-Z][A-Za-z0-9]*Texts\.[A-Z][A-Za-z0-9]*)")]
    private static partial Regex Use();
}
