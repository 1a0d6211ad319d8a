using System.Globalization;
using System.Text;

namespace CosSlice.Emulator.Storage;

/// <summary>
/// The slices that an upload has, one line each, only ever appended to: recording the 65,536th costs what the first
/// did. A process that is killed leaves at most a torn last line, which was never acknowledged.
/// </summary>
internal static class RangeLog
{
    public static Dictionary<long, long> Read(string path)
    {
        var ranges = new Dictionary<long, long>();
        if (!File.Exists(path))
        {
            return ranges;
        }

        string text = File.ReadAllText(path, Encoding.ASCII);
        int end = text.LastIndexOf('\n') + 1;
        if (end < text.Length)
        {
            // The next line must not be appended to the torn one.
            using FileStream file = File.OpenWrite(path);
            file.SetLength(end);
        }

        foreach (string line in text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] numbers = line.Split(' ');
            Add(ranges, long.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture));
        }

        return ranges;
    }

    public static void Append(string path, long offset, long length) =>
        File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{offset} {length}\n"), Encoding.ASCII);

    /// <summary>Adds a range; of two at one offset the longer one stays.</summary>
    public static void Add(Dictionary<long, long> ranges, long offset, long length)
    {
        if (!ranges.TryGetValue(offset, out long known) || known < length)
        {
            ranges[offset] = length;
        }
    }
}
