using CosSlice.Emulator.Answers;

namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>A finish that has worked and is answered as if it had not.</summary>
internal sealed record FinishFailsAfterFault : FaultRule
{
    public const string Kind = "finish-fails-after";

    /// <summary>The answer's HTTP status.</summary>
    public int Http { get; init; } = StatusCodes.Status500InternalServerError;

    /// <summary>The answer's code.</summary>
    public int Code { get; init; } = CosCode.StorageError;

    public override bool Fits(string? op) => op == FaultOps.Finish;

    public override void Check() => Require(Http is >= 200 and <= 599, "http", "it is a status from 200 to 599");

    public override async Task RunAsync(FaultedRequest request)
    {
        await request.CaptureAsync();
        await request.AnswerAsync(Http, Code, "ERROR_FAULT");
    }
}
