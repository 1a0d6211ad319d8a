using System.Text;
using CosSlice.Tests.PowerShell;

namespace CosSlice.Tests.Texts;

/// <summary>A string in the sources: each value within it as {}, strings within those as strings of their own.</summary>
/// <param name="File">The file's path below src.</param>
/// <param name="Text">What the string says.</param>
/// <param name="Before">The code before it, back to the end of the statement before: without comments and other strings.</param>
internal sealed record SourceLiteral(string File, string Text, string Before);

/// <summary>Reads the sources of the engine and the cmdlets for their strings and for their code without them.</summary>
internal static class SourceLiterals
{
    private static readonly string[] Projects = ["CosSlice.Engine", "CosSlice"];

    /// <summary>The code of every file, comments left out.</summary>
    public static IEnumerable<(string File, string Code)> Files()
    {
        foreach (string project in Projects)
        {
            string folder = Repository.Path("src/" + project);
            foreach (string file in Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                string name = Path.GetRelativePath(folder, file).Replace('\\', '/');
                if (!name.StartsWith("obj/", StringComparison.Ordinal) && !name.StartsWith("bin/", StringComparison.Ordinal))
                {
                    yield return ($"{project}/{name}", System.IO.File.ReadAllText(file));
                }
            }
        }
    }

    /// <summary>Every string of the sources.</summary>
    public static IReadOnlyList<SourceLiteral> All()
    {
        List<SourceLiteral> found = [];
        foreach ((string file, string code) in Files())
        {
            new Reader(file, code, found).ReadAll();
        }

        return found;
    }

    private sealed class Reader(string file, string code, List<SourceLiteral> found)
    {
        private readonly StringBuilder _before = new();
        private int _at;

        public void ReadAll() => ReadCode(isHole: false);

        private bool ReadCode(bool isHole)
        {
            int depth = 0;
            while (_at < code.Length)
            {
                char c = code[_at];
                if (Is("//"))
                {
                    int end = code.IndexOf('\n', _at);
                    _at = end < 0 ? code.Length : end;
                }
                else if (Is("/*"))
                {
                    _at = code.IndexOf("*/", _at, StringComparison.Ordinal) + 2;
                }
                else if (c == '\'')
                {
                    _at += code[_at + 1] == '\\' ? 2 : 1;
                    _at = code.IndexOf('\'', _at + 1) + 1;
                }
                else if (Is("\"") || Is("$\"") || Is("@\"") || Is("$@\"") || Is("@$\""))
                {
                    ReadText();
                }
                else
                {
                    depth += c is '{' or '(' or '[' ? 1 : c is '}' or ')' or ']' ? -1 : 0;
                    if (isHole && (depth < 0 || (depth == 0 && c == ':' && code[_at + 1] != ':')))
                    {
                        return c == ':';
                    }

                    _ = c is ';' ? _before.Clear() : _before.Append(c);
                    _at++;
                }
            }

            return false;
        }

        private void ReadText()
        {
            bool isInterpolated = false;
            bool isVerbatim = false;
            for (; code[_at] != '"'; _at++)
            {
                isInterpolated |= code[_at] == '$';
                isVerbatim |= code[_at] == '@';
            }

            string before = _before.ToString();
            StringBuilder text = new();
            for (_at++; code[_at] != '"' || (isVerbatim && code[_at + 1] == '"'); _at++)
            {
                char c = code[_at];
                if (c == '\\' && !isVerbatim)
                {
                    _at++;
                    text.Append(char.IsLetter(code[_at]) ? ' ' : code[_at]);
                }
                else if (isVerbatim && c == '"')
                {
                    _at++;
                }
                else if (isInterpolated && c == '{' && code[_at + 1] == '{')
                {
                    _at++;
                }
                else if (isInterpolated && c == '{')
                {
                    _at++;
                    bool hasFormat = ReadCode(isHole: true);
                    _at = hasFormat ? code.IndexOf('}', _at) : _at;
                    text.Append("{}");
                }
                else
                {
                    text.Append(c);
                }
            }

            _at++;
            _before.Clear().Append(before).Append("\"\"");
            found.Add(new SourceLiteral(file, text.ToString(), before.Trim()));
        }

        private bool Is(string mark) => string.CompareOrdinal(code, _at, mark, 0, mark.Length) == 0;
    }
}
