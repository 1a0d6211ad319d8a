namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>An upload that takes one slice at a time, and says so.</summary>
internal sealed record SerialFault : FaultRule
{
    public const string Kind = "serial";

    public override bool Fits(string? op) => op is FaultOps.Init or FaultOps.List;

    public override Task RunAsync(FaultedRequest request) => UploadChange.RunAsync(
        request, head => head with { Serial = true }, data => data["serial_upload"] = 1);
}
