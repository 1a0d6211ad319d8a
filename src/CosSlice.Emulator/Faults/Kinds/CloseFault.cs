namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>A connection that is closed in order (FIN) where nobody expects it.</summary>
internal sealed record CloseFault : CutFault
{
    public const string Kind = "close";

    protected override Task CutAsync(Wire wire) => wire.CloseAsync();
}
