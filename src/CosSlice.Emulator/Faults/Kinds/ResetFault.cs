namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>A connection that is reset (RST).</summary>
internal sealed record ResetFault : CutFault
{
    public const string Kind = "reset";

    protected override Task CutAsync(Wire wire) => wire.ResetAsync();
}
