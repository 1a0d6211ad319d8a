using CosSlice.Benchmarks.Scenarios;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Report;

/// <summary>The figures of a section as text. Columns that no row has anything to say in are left out.</summary>
internal sealed class SectionTable
{
    private const string Nothing = "–";

    // Below that, CPU a GiB would tell of the start of an upload and not of its bytes.
    private const long LeastBytesForRate = 16 * 1024 * 1024;

    public SectionTable(Section section)
    {
        IReadOnlyList<Row> rows = section.Rows;
        Sample[] samples = [.. rows.SelectMany(row => row.Samples)];
        List<(string Header, Func<Row, string> Cell)> columns = [("Time: median (min–max)", row => Time(row, sample => sample.Seconds))];
        if (samples.Any(sample => sample.Bytes > 0))
        {
            columns.Add(("MiB/s: median (min–max)", Rate));
        }

        if (samples.Any(sample => sample.CpuSeconds > 0))
        {
            columns.Add(IsBulk(section) ? ("CPU s/GiB", row => Cell(row, sample => sample.CpuSecondsPerGiB, "0.00")) : ("CPU", Cpu));
        }

        if (samples.Any(sample => sample.PeakBytes is not null))
        {
            columns.Add(("Peak MiB", Peak));
        }

        Headers = ["Client", .. columns.Select(column => column.Header)];
        Rows = [.. rows.Select(row => (string[])[row.Client, .. columns.Select((column, i) => Text(row, column.Cell, isFirst: i == 0))])];
    }

    public IReadOnlyList<string> Headers { get; }

    /// <summary>As many cells in each as there are <see cref="Headers"/>.</summary>
    public IReadOnlyList<string[]> Rows { get; }

    /// <summary>Whether each run moved so many bytes that what it took can be told of a GiB.</summary>
    public static bool IsBulk(Section section)
        => section.Rows.SelectMany(row => row.Samples).Select(sample => sample.Bytes).DefaultIfEmpty().Min() >= LeastBytesForRate;

    private static string Text(Row row, Func<Row, string> cell, bool isFirst)
        => row.Samples.Count > 0 ? cell(row) : isFirst ? $"did not run: {row.Obstacle}" : Nothing;

    private static string Rate(Row row)
        => row.Samples.All(sample => sample.Bytes > 0) ? SpreadText.Of(Of(row, sample => sample.MiBPerSecond), Digits(row)) : Nothing;

    private static string Digits(Row row) => Of(row, sample => sample.MiBPerSecond).Median < 100 ? "0.0" : "0";

    private static string Cpu(Row row) => row.Samples.All(sample => sample.CpuSeconds > 0) ? SpreadText.Duration(Of(row, sample => sample.CpuSeconds).Median) : Nothing;

    private static string Peak(Row row) => row.Samples.All(sample => sample.PeakBytes is not null)
        ? Cell(row, sample => sample.PeakBytes!.Value / Sample.Mebibyte, "0")
        : Nothing;

    private static string Time(Row row, Func<Sample, double> figure) => SpreadText.Durations(Of(row, figure));

    private static string Cell(Row row, Func<Sample, double> figure, string format) => Of(row, figure).Median.ToString(format);

    private static Spread Of(Row row, Func<Sample, double> figure) => Spread.Of(row.Samples.Select(figure));
}
