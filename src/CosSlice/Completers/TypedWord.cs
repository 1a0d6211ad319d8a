using System.Management.Automation;
using System.Management.Automation.Language;

namespace CosSlice.Completers;

/// <summary>The argument that is being completed, as far as it has been typed: with its opening quote, and perhaps its closing one.</summary>
internal sealed class TypedWord
{
    private const int LongestShown = 500;

    private readonly char? _quote;

    /// <summary>Reads what was typed.</summary>
    /// <param name="typed">The word as it stands in the line; may be empty or <see langword="null"/>.</param>
    public TypedWord(string? typed)
    {
        string word = typed ?? string.Empty;
        if (word.Length == 0 || word[0] is not ('\'' or '"'))
        {
            Text = word;
            return;
        }

        _quote = word[0];
        string quoted = word.Substring(1);
        bool isClosed = quoted.Length > 0 && quoted[quoted.Length - 1] == _quote;
        string inner = isClosed ? quoted.Substring(0, quoted.Length - 1) : quoted;
        Text = _quote == '\'' ? inner.Replace("''", "'") : inner;
    }

    /// <summary>The word without quotes.</summary>
    public string Text { get; }

    /// <summary>Whether a value begins with the word; upper and lower case count alike.</summary>
    public bool Begins(string value) => value.StartsWith(Text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Offers a value in the place of the word, quoted where it must be or where the word was.</summary>
    /// <param name="value">The argument's value.</param>
    /// <param name="listed">How it is called in a list of offers.</param>
    /// <param name="toolTip">What tells it from the others.</param>
    public CompletionResult Offer(string value, string listed, string toolTip)
        => new(Quoted(value), SafeText.Of(listed, LongestShown), CompletionResultType.ParameterValue, SafeText.Of(toolTip, LongestShown));

    private string Quoted(string value)
    {
        if (_quote is null && IsBare(value))
        {
            return value;
        }

        return _quote == '"' && value.All(IsPlain)
            ? $"\"{value}\""
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
    }

    // What begins with a digit may be a number, and with a dash a parameter: PowerShell itself says.
    private static bool IsBare(string value)
    {
        if (!value.All(letter => letter != ' ' && IsPlain(letter)))
        {
            return false;
        }

        _ = Parser.ParseInput("command " + value, out Token[] tokens, out ParseError[] errors);
        return errors.Length == 0 && tokens.Length == 3 && tokens[1].Kind is (TokenKind.Generic or TokenKind.Identifier);
    }

    private static bool IsPlain(char letter) => char.IsLetterOrDigit(letter) || letter is ' ' or '/' or '\\' or '.' or ':' or '_' or '-' or '+';
}
