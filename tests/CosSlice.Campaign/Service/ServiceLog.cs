using System.Globalization;
using System.Text.RegularExpressions;

namespace CosSlice.Campaign.Service;

/// <summary>What the emulator says of each request: the last lines, and how much content it took.</summary>
internal sealed partial class ServiceLog
{
    private const int MostLines = 5000;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = [];
    private double _contentBytes;

    /// <summary>Bytes of content that came, about: the log rounds.</summary>
    public double ContentBytes
    {
        get
        {
            lock (_gate)
            {
                return _contentBytes;
            }
        }
    }

    /// <summary>Whether lines may be missing, since there were too many.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count == MostLines;
            }
        }
    }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public void Add(string line)
    {
        Match size = Size().Match(line);
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MostLines)
            {
                _ = _lines.Dequeue();
            }

            if (size.Success)
            {
                int unit = size.Groups["unit"].Value switch { "MiB" => 1024 * 1024, "KiB" => 1024, _ => 1 };
                _contentBytes += unit * double.Parse(size.Groups["number"].Value, CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Forgets the lines, not what they added up to.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _lines.Clear();
        }
    }

    [GeneratedRegex(@"^\S+ POST upload\S* .* (?<number>[\d.]+) (?<unit>B|KiB|MiB) -> ", RegexOptions.CultureInvariant)]
    private static partial Regex Size();
}
