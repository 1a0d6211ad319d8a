namespace CosSlice.Emulator.Faults;

/// <summary>All that is set at one time.</summary>
internal sealed record FaultSet
{
    public IReadOnlyList<FaultRule>? Rules { get; init; }

    public RandomFaults? Random { get; init; }
}
