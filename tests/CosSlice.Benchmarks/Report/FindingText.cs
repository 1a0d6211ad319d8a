using CosSlice.Benchmarks.Scenarios;

namespace CosSlice.Benchmarks.Report;

/// <summary>A finding, its aim and whether that is reached, as text.</summary>
internal static class FindingText
{
    public static readonly IReadOnlyList<string> Headers = ["Finding", "Figure", "Aim", "Reached"];

    public static string[] Cells(Finding finding) =>
    [
        finding.What,
        finding.Value is double value ? value.ToString(finding.Format) : "could not be had",
        Aim(finding),
        finding.IsReached switch { true => "yes", false => "NO", null => "–" },
    ];

    private static string Aim(Finding finding) => (finding.AtLeast, finding.AtMost) switch
    {
        (double least, double most) => $"{least.ToString(finding.Format)} to {most.ToString(finding.Format)}",
        (double least, null) => $"at least {least.ToString(finding.Format)}",
        (null, double most) => $"at most {most.ToString(finding.Format)}",
        _ => "–",
    };
}
