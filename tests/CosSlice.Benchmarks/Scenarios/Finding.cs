namespace CosSlice.Benchmarks.Scenarios;

/// <summary>One figure that a scenario ends in, and what it should be.</summary>
/// <param name="What">What the figure is, in words, such as "× curl -Z".</param>
/// <param name="Value">The figure; null where what it needs could not run.</param>
/// <param name="Format">Its format and unit, such as "0.00" or "0 ms".</param>
/// <param name="AtLeast">The aim, where more is better.</param>
/// <param name="AtMost">The aim, where less is better.</param>
internal sealed record Finding(string What, double? Value, string Format, double? AtLeast = null, double? AtMost = null)
{
    /// <summary>Whether the aim is reached; null where there is none, or no figure.</summary>
    public bool? IsReached => Value is not double value || (AtLeast is null && AtMost is null)
        ? null
        : (AtLeast is null || value >= AtLeast) && (AtMost is null || value <= AtMost);
}
