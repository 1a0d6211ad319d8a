using System.Diagnostics;
using System.Globalization;

namespace CosSlice.Campaign.Runs;

/// <summary>What happened in a run, for the one that fails.</summary>
internal sealed class Diary
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<string> _lines = [];

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalSeconds,8:0.000} s  {line}"));
        }
    }

    public void Add(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Add("    " + line);
        }
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join(Environment.NewLine, _lines);
        }
    }
}
