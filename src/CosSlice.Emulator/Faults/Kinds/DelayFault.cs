namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>A service that takes its time.</summary>
internal sealed record DelayFault : FaultRule
{
    public const string Kind = "delay";

    /// <summary>What comes late.</summary>
    internal enum Place
    {
        /// <summary>The work on the request.</summary>
        Before,

        /// <summary>The answer, while the request has long taken effect.</summary>
        Answer,
    }

    public long? Milliseconds { get; init; }

    public Place At { get; init; }

    public override void Check() => Require(Milliseconds is > 0 and <= int.MaxValue, "milliseconds", "it is a number above 0");

    public override async Task RunAsync(FaultedRequest request)
    {
        TimeSpan time = TimeSpan.FromMilliseconds(Milliseconds!.Value);
        if (At == Place.Before)
        {
            await request.WaitAsync(time);
            await request.PassAsync();
            return;
        }

        CapturedAnswer answer = await request.CaptureAsync();
        await request.WaitAsync(time);
        await answer.SendAsync();
    }
}
