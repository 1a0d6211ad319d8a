namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>The service's clock is wrong: the answer's Date, and what the signature is judged by.</summary>
internal sealed record ClockFault : FaultRule
{
    public const string Kind = "clock";

    private const double TenYears = 10 * 365.25 * 24 * 3600;

    /// <summary>How far it is ahead, or behind when negative.</summary>
    public double? Seconds { get; init; }

    public override void Check() => Require(
        Seconds is { } off && Math.Abs(off) <= TenYears, "seconds", "it is a number, ten years at most");

    public override Task RunAsync(FaultedRequest request)
    {
        request.Clock!.Shift(TimeSpan.FromSeconds(Seconds!.Value));
        return request.PassAsync();
    }
}
