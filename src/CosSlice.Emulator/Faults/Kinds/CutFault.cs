namespace CosSlice.Emulator.Faults.Kinds;

/// <summary>A connection that ends before, inside or after the request or its answer.</summary>
internal abstract record CutFault : FaultRule
{
    /// <summary>When the connection ends.</summary>
    internal enum Place
    {
        /// <summary>When the request's head has come and of its body no more than tells what it is.</summary>
        Before,

        /// <summary>When some bytes of the request's body have been taken.</summary>
        Request,

        /// <summary>When some bytes of the answer, its head counted, have been sent.</summary>
        Answer,

        /// <summary>When the request has been taken whole, before a byte of the answer.</summary>
        After,
    }

    public Place At { get; init; }

    /// <summary>Bytes that still pass, of the request's body or of the answer with its head; null for half of them.</summary>
    public long? Byte { get; init; }

    /// <summary>Whether the request takes effect; null for what goes with the place.</summary>
    public bool? Stored { get; init; }

    public override void Check()
    {
        bool inside = At is Place.Request or Place.Answer;
        Require(Byte is null or >= 0, "byte", "it is not negative");
        Require(inside || Byte is null, "byte", "it belongs to at request and at answer");
        Require(At is Place.Answer or Place.After || Stored is not true, "stored", "a request that isn't taken whole has no effect");
        Require(At != Place.Answer || Stored is not false, "stored", "the answer is that of a request that took effect");
    }

    public override async Task RunAsync(FaultedRequest request)
    {
        switch (At)
        {
            case Place.Request:
                await BreakRequestAsync(request);
                break;
            case Place.Answer:
                byte[] answer = (await request.CaptureAsync()).ToBytes();
                await request.Wire.WriteAsync(answer.AsMemory(0, (int)Math.Min(Byte ?? answer.Length / 2, answer.Length - 1)));
                break;
            case Place.After:
                await request.TakeAsync(Stored ?? true);
                break;
            default:
                break;
        }

        await CutAsync(request.Wire);
    }

    protected abstract Task CutAsync(Wire wire);

    private async Task BreakRequestAsync(FaultedRequest request)
    {
        // A form may be read as whole as soon as its last boundary's hyphens are there, before its last line break.
        const int tail = 4;
        long most = (request.Context.Request.ContentLength ?? long.MaxValue) - tail;
        if (most > 0)
        {
            long half = request.Context.Request.ContentLength / 2 ?? 0;
            await request.CaptureBrokenAsync(new CutBody(request.Context.Request.Body, Math.Min(Byte ?? half, most)));
        }
    }
}
