namespace CosSlice.Benchmarks.Scenarios;

/// <summary>What one scenario found: a part of the report.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Explanation">What was done, and what has to be known to read it.</param>
/// <param name="Rows">The clients, in the order in which they are shown.</param>
/// <param name="Findings">What follows from them.</param>
internal sealed record Section(string Title, string Explanation, IReadOnlyList<Row> Rows, IReadOnlyList<Finding> Findings);
