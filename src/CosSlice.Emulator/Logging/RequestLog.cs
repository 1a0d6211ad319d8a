using System.Globalization;
using System.Text;

namespace CosSlice.Emulator.Logging;

/// <summary>Keeps the latest requests, and writes a line for each that a person can read. No signature comes near it.</summary>
internal sealed class RequestLog(TextWriter? output)
{
    private const int MaxRecords = 100_000;

    private readonly Lock _lock = new();
    private readonly Queue<RequestRecord> _records = new();

    public IReadOnlyList<RequestRecord> Snapshot()
    {
        lock (_lock)
        {
            return _records.ToArray();
        }
    }

    public void Add(RequestRecord record)
    {
        string? line = output is null ? null : Line(record);
        lock (_lock)
        {
            if (_records.Count == MaxRecords)
            {
                _records.Dequeue();
            }

            _records.Enqueue(record);
            output?.WriteLine(line);
        }
    }

    /// <summary>The line for a request.</summary>
    public static string Line(RequestRecord record)
    {
        var line = new StringBuilder();
        CultureInfo culture = CultureInfo.InvariantCulture;
        line.Append(culture, $"{record.Time.ToLocalTime():HH:mm:ss.fff} {Printable(record.Method)} {Printable(record.Op ?? "-")}");
        line.Append(culture, $" {(record.Key is null ? "-" : Printable($"/{record.Bucket}/{record.Key}"))}");
        if (record.Offset is { } offset)
        {
            line.Append(culture, $" offset={offset}");
        }

        if (record.DataLength is { } length)
        {
            line.Append(culture, $" {Size(length)}");
        }

        line.Append(culture, $" -> {(record.HttpStatus == 0 ? "no answer" : record.HttpStatus.ToString(culture))}");
        if (record.Code is { } code)
        {
            line.Append(culture, $" {code}");
        }

        line.Append(culture, $" {Printable(record.Message)}");
        if (record.Note is { } note)
        {
            line.Append(culture, $" ({note})");
        }

        line.Append(culture, $" {record.Elapsed.TotalMilliseconds:0} ms req={record.RequestId}");
        return line.ToString();
    }

    /// <summary>Control characters in a name must not reach a terminal.</summary>
    private static string Printable(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var printable = new StringBuilder();
        foreach (char c in text)
        {
            _ = char.IsControl(c) ? printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : printable.Append(c);
        }

        return printable.ToString();
    }

    private static string Size(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024.0):0.0} MiB"),
    };
}
