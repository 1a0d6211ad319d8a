using System.Text.Json.Nodes;

namespace CosSlice.Campaign.Plans;

/// <summary>
/// Draws what chance alone brings together too seldom: several things, in an order, about one upload. All else of the run stays as it was
/// drawn.
/// </summary>
internal static class SceneDraw
{
    private const int Mebibyte = 1024 * 1024;

    // A step of version 1, the others are of version 4 and of both.
    private const string OneOp = "upload_slice";
    private const string Init = "upload_slice_init";
    private const string Data = "upload_slice_data";
    private const string List = "upload_slice_list";
    private const string Finish = "upload_slice_finish";
    private const string Stat = "stat";
    private const string Delete = "delete";

    public static RunPlan Draw(Random random, RunPlan plan) => random.Next(100) switch
    {
        < 24 => ChangedBetweenCalls(random, plan) with { Scene = "file changed between calls" },
        < 40 => FinishLostThenRefused(random, plan) with { Scene = "finish lost, then refused" },
        < 54 => FinishOvertaken(random, plan) with { Scene = "finish lost, then another machine's" },
        < 68 => FinishedBeforeAnOverwriterDeletes(random, plan) with { Scene = "finished before one that overwrites deletes" },
        < 82 => FinishedBeforeItsOwnerDeletes(random, plan) with { Scene = "finished before its owner deletes" },
        _ => AnswerLost(random, plan) with { Scene = "answer of a step lost" },
    };

    /// <summary>An upload is interrupted, the file gets other content of the same length, and the upload is sent or carried on.</summary>
    private static RunPlan ChangedBetweenCalls(Random random, RunPlan plan)
    {
        plan = Sliced(random, plan);
        return plan with
        {
            Attempts =
            [
                Interrupted(random, plan),
                Calm(random) with { IsResume = random.Percent(40), ChangeBefore = random.Of(SourceChange.RewrittenAtStart, SourceChange.Replaced) },
            ],
        };
    }

    /// <summary>The last step's answer is lost, whether it was taken or not, and its repeat is refused.</summary>
    private static RunPlan FinishLostThenRefused(Random random, RunPlan plan)
    {
        plan = Sliced(random, plan with { ApiVersion = 4 });
        JsonObject lost = new() { ["op"] = Finish, ["times"] = 1, ["stored"] = random.Percent(25) };
        (int http, int code) = random.Of<(int, int)>(
            (400, -29096), (409, -4016), (400, -5999), (404, -197), (400, -29144), (409, -177), (409, -4018), (403, -97), (400, -175));
        FaultRule then = Rule("status", new JsonObject { ["op"] = Finish, ["times"] = random.Of(1, 2, 10), ["http"] = http, ["code"] = code });
        FaultRule first = random.Percent(25) ? Rule("hang", lost) : Rule(random.Of("close", "reset"), lost, ("at", "after"));
        return plan with { Attempts = [Calm(random) with { Rules = [first, then] }] };
    }

    /// <summary>The last step's answer is lost, and another machine puts something else in the upload's place before its repeat.</summary>
    private static RunPlan FinishOvertaken(Random random, RunPlan plan)
    {
        plan = Sliced(random, plan with { ApiVersion = 4 });
        FaultRule lost = Rule("hang", new JsonObject { ["op"] = Finish, ["times"] = 1, ["stored"] = random.Percent(25) });
        RivalPlan rival = new(IsSameContent: false, random.Percent(50) ? random.NextDouble() : null, IsForced: true, LeavesOpen: false);
        return plan with { Attempts = [Calm(random) with { Event = new EventPlan { Kind = EventKind.Rival, Hold = lost, Rival = rival } }] };
    }

    /// <summary>
    /// Another machine's half upload is in the place of one that overwrites, and is finished while that one looks at it or deletes it.
    /// </summary>
    private static RunPlan FinishedBeforeAnOverwriterDeletes(Random random, RunPlan plan)
    {
        plan = Sliced(random, plan with { ApiVersion = 4, IsForced = true });
        RivalPlan rival = new(IsSameContent: false, random.Percent(50) ? random.NextDouble() : null, IsForced: false, LeavesOpen: true);
        return plan with
        {
            Prior = rival,
            Attempts =
            [
                Calm(random) with
                {
                    Event = new EventPlan { Kind = EventKind.Rival, Hold = HoldBeforeDelete(random), Rival = rival with { LeavesOpen = false } },
                },
            ],
        };
    }

    /// <summary>
    /// An upload is interrupted and its file changed, so that the half upload is to be deleted; another machine that has the file of
    /// before finishes it just then.
    /// </summary>
    private static RunPlan FinishedBeforeItsOwnerDeletes(Random random, RunPlan plan)
    {
        plan = Sliced(random, plan with { Checksum = CosChecksum.Sha1, IsForced = false });
        RivalPlan rival = new(IsSameContent: false, TwinAt: null, IsForced: false, LeavesOpen: false, IsOfBefore: true);
        return plan with
        {
            Attempts =
            [
                Interrupted(random, plan),
                Calm(random) with
                {
                    ChangeBefore = random.Of(SourceChange.RewrittenAtStart, SourceChange.Replaced, SourceChange.Grown),
                    Event = new EventPlan { Kind = EventKind.Rival, Hold = HoldBeforeDelete(random), Rival = rival },
                },
            ],
        };
    }

    /// <summary>The answer of one step is lost, each in turn, and what it was about was done.</summary>
    private static RunPlan AnswerLost(Random random, RunPlan plan)
    {
        string step = plan.ApiVersion == 1
            ? random.Of(OneOp, OneOp, "upload", "create")
            : random.Of(Init, Data, List, Finish, Stat, Delete, "upload", "create");
        plan = step == "upload"
            ? plan with { SimpleUploadLimit = 20 * Mebibyte, LeavesOpen = false, Prior = null, Files = [plan.Files[0] with { Length = random.Next(Mebibyte) }] }
            : Sliced(random, plan);
        JsonObject json = new() { ["op"] = step, ["times"] = random.Of(1, 1, 2) };
        FaultRule lost = random.Percent(50)
            ? Rule(random.Of("close", "reset"), json, ("at", "after"))
            : Rule(random.Of("close", "reset"), json, ("at", "answer"), ("byte", random.Of(0, 1, 100)));
        AttemptPlan attempt = Calm(random) with { Rules = [lost] };
        return step switch
        {
            "create" => plan with { Profile = ServiceProfile.Strict, Attempts = [attempt] },
            List => plan with { Attempts = [Interrupted(random, plan), attempt with { IsResume = random.Percent(50) }] },
            Stat or Delete => plan with
            {
                IsForced = true,
                Prior = new RivalPlan(IsSameContent: false, TwinAt: 0, IsForced: false, LeavesOpen: true),
                Attempts = [attempt],
            },
            _ => plan with { Attempts = [attempt] },
        };
    }

    /// <summary>One file of a few slices, sent without anybody else.</summary>
    private static RunPlan Sliced(Random random, RunPlan plan)
    {
        long slice = Math.Min(plan.SliceSize, Mebibyte);
        int length = (int)((random.Between(1, 3) * slice) + random.Between(1, (int)slice));
        return plan with
        {
            SliceSize = slice,
            SimpleUploadLimit = 0,
            ThrottleLimit = random.Of(1, 2),
            LeavesOpen = false,
            Prior = null,
            Files = [plan.Files[0] with { Length = length }],
        };
    }

    /// <summary>A call that ends with all but the last slice there.</summary>
    private static AttemptPlan Interrupted(Random random, RunPlan plan)
    {
        JsonObject last = new()
        {
            ["op"] = plan.ApiVersion == 1 ? OneOp : Data,
            ["offset"] = (plan.Files[0].Length - 1) / plan.SliceSize * plan.SliceSize,
            ["times"] = 1,
            ["stored"] = false,
        };
        return Calm(random) with
        {
            Event = new EventPlan { Kind = random.Percent(25) ? EventKind.Kill : EventKind.Cancel, Hold = Rule("hang", last) },
        };
    }

    private static AttemptPlan Calm(Random random) => new()
    {
        IsResume = false,
        Rules = [],
        MaximumRetryCount = 20,
        OperationTimeout = random.Between(300, 600),
        RetryTimeout = 5000,
    };

    /// <summary>Holds back the look at what is there, the first or the second one, or the deletion, which is done before or never.</summary>
    private static FaultRule HoldBeforeDelete(Random random)
        => random.Percent(50)
            ? Rule("hang", new JsonObject { ["op"] = Delete, ["times"] = 1, ["stored"] = random.Percent(75) })
            : Rule("hang", new JsonObject { ["op"] = Stat, ["times"] = 1, ["attempt"] = random.Of(1, 1, 2), ["stored"] = false });

    private static FaultRule Rule(string fault, JsonObject json, params ReadOnlySpan<(string Name, JsonNode Value)> more)
    {
        json["fault"] = fault;
        foreach ((string name, JsonNode value) in more)
        {
            json[name] = value;
        }

        return new FaultRule(fault, json);
    }
}
