using CosSlice.Emulator.Answers;

namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>The service's disk is full: what would be stored is refused (-195), and nothing is.</summary>
internal sealed record DiskFullFault : FaultRule
{
    public const string Kind = "disk-full";

    public override bool Fits(string? op) =>
        op is FaultOps.Upload or FaultOps.Init or FaultOps.Data or FaultOps.Finish or FaultOps.OneOp or "create";

    public override async Task RunAsync(FaultedRequest request)
    {
        await request.TakeAsync(effect: false);
        (int http, string name) = CodeTable.Lookup(CosCode.StorageError);
        await request.AnswerAsync(http, CosCode.StorageError, $"{name}: the store could not be written");
    }
}
