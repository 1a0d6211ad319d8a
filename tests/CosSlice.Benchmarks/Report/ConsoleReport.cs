using System.Text;
using CosSlice.Benchmarks.Scenarios;
using Spectre.Console;

namespace CosSlice.Benchmarks.Report;

/// <summary>The results on the console.</summary>
internal static class ConsoleReport
{
    private const int Width = 120;

    public static void Write(Results results)
    {
        bool isRedirected = Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect });

        // What is redirected has no width of its own, and would be broken at 80 columns.
        console.Profile.Width = isRedirected ? Width : console.Profile.Width;
        foreach ((string name, string value) in results.Machine.Lines)
        {
            console.WriteLine($"{name}: {value}");
        }

        foreach (Part part in results.Parts)
        {
            console.WriteLine();
            if (part.Section is Section section)
            {
                Write(console, section);
            }
            else
            {
                console.WriteLine($"{part.Scenario.Description} Failed: {part.Failure}");
            }
        }
    }

    private static void Write(IAnsiConsole console, Section section)
    {
        SectionTable figures = new(section);
        console.Write(NewTable(section.Title, figures.Headers, figures.Rows));
        console.WriteLine(Joined(section.Explanation));
        if (section.Findings.Count > 0)
        {
            console.Write(NewTable(title: null, FindingText.Headers, [.. section.Findings.Select(FindingText.Cells)]));
        }
    }

    // Lines are broken for a document; the console breaks them itself.
    private static string Joined(string explanation)
    {
        StringBuilder text = new();
        foreach (string line in explanation.Split('\n'))
        {
            bool isNew = line.Length == 0 || line.StartsWith("- ", StringComparison.Ordinal);
            text.Append(text.Length == 0 ? "" : isNew ? "\n" : " ").Append(isNew ? line : line.Trim());
        }

        return text.ToString();
    }

    private static Table NewTable(string? title, IReadOnlyList<string> headers, IReadOnlyList<string[]> rows)
    {
        Table table = new() { Title = title is null ? null : new TableTitle(Markup.Escape(title)) };
        for (int i = 0; i < headers.Count; i++)
        {
            TableColumn column = new(Markup.Escape(headers[i]));
            table.AddColumn(i == 0 ? column : column.RightAligned());
        }

        foreach (string[] row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        return table;
    }
}
