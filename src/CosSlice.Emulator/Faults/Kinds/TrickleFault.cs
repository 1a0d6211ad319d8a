namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>A connection over which bytes come drop by drop.</summary>
internal sealed record TrickleFault : FaultRule
{
    public const string Kind = "trickle";

    /// <summary>What trickles.</summary>
    internal enum Place
    {
        /// <summary>The request's body, as the service takes it.</summary>
        Request,

        /// <summary>The answer, its head too; the connection ends after it.</summary>
        Answer,
    }

    public long? BytesPerSecond { get; init; }

    public Place At { get; init; } = Place.Answer;

    public override void Check() => Require(BytesPerSecond is > 0, "bytesPerSecond", "it is a number above 0");

    public override async Task RunAsync(FaultedRequest request)
    {
        if (At == Place.Request)
        {
            request.Context.Request.Body = new SlowBody(request.Context.Request.Body, BytesPerSecond!.Value);
            await request.PassAsync();
            return;
        }

        ReadOnlyMemory<byte> answer = (await request.CaptureAsync()).ToBytes();
        Rate rate = Rate.Of(BytesPerSecond!.Value);
        while (!answer.IsEmpty)
        {
            await request.WaitAsync(rate.Pause);
            int piece = Math.Min(rate.Bytes, answer.Length);
            await request.Wire.WriteAsync(answer[..piece]);
            answer = answer[piece..];
        }

        await request.Wire.CloseAsync();
    }
}
