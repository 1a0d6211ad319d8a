using CosSlice.Benchmarks.Scenarios;

namespace CosSlice.Benchmarks.Report;

/// <summary>What became of one scenario.</summary>
/// <param name="Scenario">What was run.</param>
/// <param name="Section">What it found; null where it failed.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
internal sealed record Part(IScenario Scenario, Section? Section, string? Failure);
