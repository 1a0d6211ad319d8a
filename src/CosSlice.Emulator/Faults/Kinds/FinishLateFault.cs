namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>A finish that takes effect at once and is answered late.</summary>
internal sealed record FinishLateFault : FaultRule
{
    public const string Kind = "finish-late";

    public long? Milliseconds { get; init; }

    public override bool Fits(string? op) => op == FaultOps.Finish;

    public override void Check() => Require(Milliseconds is > 0 and <= int.MaxValue, "milliseconds", "it is a number above 0");

    public override async Task RunAsync(FaultedRequest request)
    {
        CapturedAnswer answer = await request.CaptureAsync();
        await request.WaitAsync(TimeSpan.FromMilliseconds(Milliseconds!.Value));
        await answer.SendAsync();
    }
}
