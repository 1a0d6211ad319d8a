using CosSlice.Emulator.Faults.Kinds;

namespace CosSlice.Emulator.Faults;

/// <summary>Faults that hit a part of all requests by chance; the same ones for the same seed.</summary>
internal sealed record RandomFaults
{
    private const long Mebibyte = 1_048_576;

    // More than the head of an answer and its JSON have.
    private const long AnswerBytes = 600;

    private static readonly Dictionary<string, Func<FaultDice, string?, FaultRule?>> Makers = new(StringComparer.Ordinal)
    {
        [StatusFault.Kind] = (dice, _) => Status(dice),
        [CloseFault.Kind] = (dice, _) => Cut(dice, (at, bytes, stored) => new CloseFault { At = at, Byte = bytes, Stored = stored }),
        [ResetFault.Kind] = (dice, _) => Cut(dice, (at, bytes, stored) => new ResetFault { At = at, Byte = bytes, Stored = stored }),
        [DelayFault.Kind] = (dice, _) => new DelayFault
        {
            At = dice.NextBool() ? DelayFault.Place.Before : DelayFault.Place.Answer,
            Milliseconds = dice.Next(5, 300),
        },
        [TrickleFault.Kind] = (dice, _) => dice.NextBool()
            ? new TrickleFault { At = TrickleFault.Place.Request, BytesPerSecond = dice.Next(2, 20) * Mebibyte }
            : new TrickleFault { At = TrickleFault.Place.Answer, BytesPerSecond = dice.Next(500, 5000) },
        [HangFault.Kind] = (dice, _) => dice.NextBool()
            ? new HangFault { Stored = dice.NextBool() }
            : new HangFault { At = HangFault.Place.Answer, Byte = dice.Next(0, AnswerBytes) },
        [AnswerFault.Kind] = Answer,
        [SessionDiesFault.Kind] = (dice, _) => new SessionDiesFault { Kept = dice.NextBool() },
        [FinishFailsAfterFault.Kind] = (dice, _) => dice.NextBool()
            ? new FinishFailsAfterFault()
            : new FinishFailsAfterFault { Http = StatusCodes.Status503ServiceUnavailable, Code = -196 },
        [FinishLateFault.Kind] = (dice, _) => new FinishLateFault { Milliseconds = dice.Next(50, 1000) },
        [FlipFault.Kind] = (dice, _) => new FlipFault { Byte = dice.Next(0, Mebibyte) },
        [DiskFullFault.Kind] = (_, _) => new DiskFullFault(),
        [SerialFault.Kind] = (_, _) => new SerialFault(),
        [SliceSizeFault.Kind] = (dice, _) => new SliceSizeFault { Bytes = dice.Next(1, 4) * Mebibyte },
        [ClockFault.Kind] = (dice, _) => new ClockFault { Seconds = dice.NextBool() ? dice.Next(60, 7200) : -dice.Next(60, 7200) },
    };

    // Without a checksum nobody can notice a flipped byte, so it has to be asked for.
    private static readonly string[] Usual = [.. Makers.Keys.Where(kind => kind != FlipFault.Kind)];

    /// <summary>What all chance follows from; it has to be there.</summary>
    public long? Seed { get; init; }

    /// <summary>The part of the requests that a fault happens to, 0 to 1; it has to be there.</summary>
    public double? Rate { get; init; }

    /// <summary>The names of the faults; null for all but flip.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <exception cref="FaultRuleException">Which member is wrong.</exception>
    public void Check()
    {
        Require(Seed is not null, "seed", "it is missing");
        Require(Rate is >= 0 and <= 1, "rate", "it is a number from 0 to 1");
        Require(Kinds is not { Count: 0 }, "kinds", "it is empty: leave it out for all");
        for (int i = 0; i < Kinds?.Count; i++)
        {
            Require(Kinds[i] is { } kind && Makers.ContainsKey(kind), $"kinds[{i}]", $"'{Kinds[i]}' is no fault");
        }
    }

    /// <summary>What happens to a request; null for most.</summary>
    public FaultRule? Decide(RequestMark mark, long attempt)
    {
        if (mark.Op == FaultOps.Read)
        {
            return null;
        }

        var dice = new FaultDice(Seed!.Value, mark, attempt);
        if (dice.NextDouble() >= Rate!.Value)
        {
            return null;
        }

        // Each kind draws for itself, so that what one of them draws doesn't depend on which others there are.
        var fitting = new List<FaultRule>();
        foreach (string kind in Kinds ?? Usual)
        {
            if (Makers[kind](dice, mark.Op) is { } fault && fault.Fits(mark.Op))
            {
                fitting.Add(fault);
            }
        }

        return fitting.Count == 0 ? null : dice.Pick(fitting);
    }

    private static void Require(bool condition, string member, string reason)
    {
        if (!condition)
        {
            throw new FaultRuleException(member, reason);
        }
    }

    private static StatusFault Status(FaultDice dice) => dice.Next(0, 7) switch
    {
        0 => new StatusFault { Http = StatusCodes.Status503ServiceUnavailable, Code = -71, RetryAfter = dice.NextBool() ? "1" : "0" },
        1 => new StatusFault { Http = StatusCodes.Status429TooManyRequests, RetryAfter = "1", Body = StatusFault.BodyForm.Html },
        2 => new StatusFault { Http = StatusCodes.Status500InternalServerError, Code = -195, Stored = dice.NextBool() },
        3 => new StatusFault { Http = StatusCodes.Status503ServiceUnavailable, Code = -5997, Stored = dice.NextBool() },
        4 => new StatusFault { Http = StatusCodes.Status502BadGateway, Body = StatusFault.BodyForm.Html, Stored = dice.NextBool() },
        5 => new StatusFault { Http = StatusCodes.Status504GatewayTimeout, Body = StatusFault.BodyForm.Empty, Stored = dice.NextBool() },
        _ => new StatusFault { Http = StatusCodes.Status409Conflict, Code = -20034 },
    };

    private static CutFault Cut(FaultDice dice, Func<CutFault.Place, long?, bool?, CutFault> make) => dice.Next(0, 5) switch
    {
        0 => make(CutFault.Place.Before, null, null),
        1 => make(CutFault.Place.Request, dice.Next(0, Mebibyte), null),
        2 => make(CutFault.Place.Answer, dice.Next(0, AnswerBytes), null),
        3 => make(CutFault.Place.After, null, true),
        _ => make(CutFault.Place.After, null, false),
    };

    private static AnswerFault Answer(FaultDice dice, string? op)
    {
        AnswerFault.Damage[] damages =
            [.. Enum.GetValues<AnswerFault.Damage>().Where(damage => new AnswerFault { With = damage }.Fits(op))];
        return new AnswerFault { With = dice.Pick(damages) };
    }
}
