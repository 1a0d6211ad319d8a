namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>A service that falls silent, with the connection open, until the client goes.</summary>
internal sealed record HangFault : FaultRule
{
    public const string Kind = "hang";

    /// <summary>When it falls silent.</summary>
    internal enum Place
    {
        /// <summary>When the request has been taken.</summary>
        Before,

        /// <summary>In the middle of the answer.</summary>
        Answer,
    }

    public Place At { get; init; }

    /// <summary>Bytes of the answer, its head counted, that are still sent; null for half of them.</summary>
    public long? Byte { get; init; }

    /// <summary>Whether the request takes effect; null for what goes with the place.</summary>
    public bool? Stored { get; init; }

    public override void Check()
    {
        Require(Byte is null or >= 0, "byte", "it is not negative");
        Require(At == Place.Answer || Byte is null, "byte", "it belongs to at answer");
        Require(At != Place.Answer || Stored is not false, "stored", "the answer is that of a request that took effect");
    }

    public override async Task RunAsync(FaultedRequest request)
    {
        if (At == Place.Answer)
        {
            byte[] answer = (await request.CaptureAsync()).ToBytes();
            await request.Wire.WriteAsync(answer.AsMemory(0, (int)Math.Min(Byte ?? answer.Length / 2, answer.Length - 1)));
        }
        else
        {
            await request.TakeAsync(Stored ?? false);
        }

        await request.Wire.AwaitEndAsync(Timeout.InfiniteTimeSpan);
        request.Context.Abort();
    }
}
