namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>An upload whose slices have another size than was asked for.</summary>
internal sealed record SliceSizeFault : FaultRule
{
    public const string Kind = "slice-size";

    // What the emulator takes of a slice at most.
    private const long Most = 64L * 1024 * 1024;

    public long? Bytes { get; init; }

    public override bool Fits(string? op) =>
        op is FaultOps.Init or FaultOps.OneOp || (op == FaultOps.List && Op == FaultOps.List);

    public override void Check() => Require(Bytes is > 0 and <= Most, "bytes", "it is a number from 1 to 67108864");

    public override Task RunAsync(FaultedRequest request) => UploadChange.RunAsync(
        request, head => head with { SliceSize = Bytes!.Value }, data => data["slice_size"] = Bytes!.Value);
}
