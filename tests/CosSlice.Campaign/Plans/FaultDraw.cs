using System.Text.Json.Nodes;

namespace CosSlice.Campaign.Plans;

/// <summary>Draws what the service does wrong.</summary>
internal static class FaultDraw
{
    private const string OneOp = "upload_slice";
    private const string Init = "upload_slice_init";
    private const string Data = "upload_slice_data";
    private const string List = "upload_slice_list";
    private const string Finish = "upload_slice_finish";

    private static readonly string[] V4Steps = [Init, Data, List, Finish];

    private static readonly string[] OtherSteps = ["upload", "stat", "create", "delete"];

    // Without flips, which only a checksum sees.
    private static readonly string[] RandomKinds =
    [
        "status", "close", "reset", "delay", "trickle", "hang", "answer", "session-dies", "finish-fails-after", "finish-late", "disk-full", "serial",
        "slice-size", "clock",
    ];

    public static IReadOnlyList<FaultRule> Rules(Random random, RunPlan plan)
        => [.. Enumerable.Range(0, random.Between(1, 3)).Select(_ => Rule(random, plan))];

    public static RandomFaults AtRandom(Random random, RunPlan plan)
    {
        string[] kinds = SeesFlips(plan) ? [.. RandomKinds, "flip"] : RandomKinds;
        return new RandomFaults(
            random.Next(),
            random.Of(0.01, 0.05, 0.2, 0.5),
            random.Percent(50) ? kinds : [.. kinds.Where(_ => random.Percent(50)).DefaultIfEmpty("reset")]);
    }

    /// <summary>A request that is held back, heard or not, until its client gives it up.</summary>
    public static FaultRule Hold(Random random, RunPlan plan)
    {
        JsonObject json = Choose(random, plan);
        json["times"] = 1;
        return new FaultRule("hang", Named("hang", json, hang => hang["stored"] = random.Percent(50)));
    }

    private static FaultRule Rule(Random random, RunPlan plan)
    {
        JsonObject json = Choose(random, plan);
        if (random.Percent(30))
        {
            json["attempt"] = random.Percent(50) ? 1 : random.Between(1, 3);
        }

        json["times"] = random.Of(1, 1, 1, 2, 5);
        string fault = random.Next(100) switch
        {
            < 14 => Status(random, json),
            < 42 => Cut(random, json),
            < 50 => Delay(random, json),
            < 54 => Trickle(random, json),
            < 58 => Hang(random, json),
            < 76 => Answer(random, plan, json),
            < 81 => SessionDies(random, plan, json),
            < 84 => FinishFailsAfter(random, plan, json),
            < 86 => FinishLate(random, plan, json),
            < 90 => Flip(random, plan, json),
            < 93 => DiskFull(plan, json),
            < 95 => Serial(plan, json),
            < 97 => SliceSize(random, plan, json),
            _ => Clock(random, json),
        };
        return new FaultRule(fault, Named(fault, json));
    }

    private static JsonObject Named(string fault, JsonObject json, Action<JsonObject>? add = null)
    {
        json["fault"] = fault;
        add?.Invoke(json);
        return json;
    }

    /// <summary>Which requests: an op, and perhaps one slice of it.</summary>
    private static JsonObject Choose(Random random, RunPlan plan)
    {
        JsonObject json = [];
        if (random.Percent(10))
        {
            return json;
        }

        string step = plan.ApiVersion == 1 ? OneOp : random.Percent(25) ? Data : random.Of(V4Steps);
        string op = random.Percent(plan.SimpleUploadLimit > 0 ? 45 : 15) ? random.Of(OtherSteps) : step;
        json["op"] = op;
        int slices = (int)((plan.Files[0].Length + plan.SliceSize - 1) / plan.SliceSize);
        if (op is OneOp or Data && slices > 0 && random.Percent(50))
        {
            json["offset"] = random.Next(slices) * plan.SliceSize;
        }

        return json;
    }

    /// <summary>Some faults mean something for one op alone.</summary>
    private static void Turn(JsonObject json, string op)
    {
        if ((string?)json["op"] != op)
        {
            json["op"] = op;
            if (op is not (OneOp or Data))
            {
                _ = json.Remove("offset");
            }
        }
    }

    // Where answers bear no MD5, as in one profile, there is nothing to compare with.
    private static bool SeesFlips(RunPlan plan)
        => plan.Checksum == CosChecksum.Sha1 || (plan.Checksum == CosChecksum.Md5 && plan.Profile != ServiceProfile.Serial);

    private static string DataOf(RunPlan plan) => plan.ApiVersion == 1 ? OneOp : Data;

    private static string Status(Random random, JsonObject json)
    {
        (int http, int? code) = random.Of<(int, int?)>(
            (500, null), (502, null), (503, null), (504, null), (503, -71), (503, -196), (500, -195), (409, -20034), (403, -96),
            (400, -29096), (400, -5999), (404, -197), (408, null), (413, null), (429, null), (200, -5997), (409, -4016), (400, -29136),
            (400, -4024), (409, -177), (409, -4018));
        json["http"] = http;
        if (code is { } given)
        {
            json["code"] = given;
        }

        json["body"] = code is null ? random.Of("html", "empty") : "json";
        if (http is 429 or 503 && random.Percent(30))
        {
            json["retryAfter"] = random.Of(0, 0, 1);
        }

        json["stored"] = http >= 500 && random.Percent(40);
        return "status";
    }

    private static string Cut(Random random, JsonObject json)
    {
        string at = random.Of("before", "request", "answer", "after", "after");
        json["at"] = at;
        if (at is "request" or "answer")
        {
            json["byte"] = at == "request" ? random.Of(0, 1, 100, 1000, 100_000, 700_000) : random.Of(0, 1, 20, 100, 200, 500);
        }
        else if (at == "after")
        {
            json["stored"] = random.Percent(75);
        }

        return random.Of("close", "reset");
    }

    private static string Delay(Random random, JsonObject json)
    {
        json["milliseconds"] = random.Between(1, 60);
        json["at"] = random.Of("before", "answer");
        return "delay";
    }

    private static string Trickle(Random random, JsonObject json)
    {
        string at = random.Of("request", "answer");
        json["at"] = at;
        json["bytesPerSecond"] = at == "answer" ? random.Between(2000, 20_000) : random.Between(1_000_000, 20_000_000);
        return "trickle";
    }

    private static string Hang(Random random, JsonObject json)
    {
        json["times"] = 1;
        if (random.Percent(50))
        {
            json["at"] = "answer";
            json["byte"] = random.Between(0, 600);
        }
        else
        {
            json["stored"] = random.Percent(50);
        }

        return "hang";
    }

    private static string Answer(Random random, RunPlan plan, JsonObject json)
    {
        string with = random.Of(
            "truncated", "html", "empty", "longer", "shorter", "huge", "wrong-offset", "wrong-session", "wrong-datalen", "wrong-datamd5",
            "duplicate-parts", "unsorted-parts");
        json["with"] = with;
        switch (with)
        {
            case "huge":
                json["bytes"] = random.Of(1 << 20, 4 << 20, 16 << 20);
                break;
            case "wrong-offset" or "wrong-datalen" or "wrong-datamd5":
                Turn(json, DataOf(plan));
                break;
            case "wrong-session":
                Turn(json, plan.ApiVersion == 1 ? OneOp : random.Of(Init, Data, List));
                break;
            case "duplicate-parts" or "unsorted-parts":
                Turn(json, List);
                break;
        }

        if (with is "truncated" or "html" or "empty" or "longer" or "shorter" && random.Percent(30))
        {
            json["stored"] = false;
        }

        return "answer";
    }

    private static string SessionDies(Random random, RunPlan plan, JsonObject json)
    {
        Turn(json, plan.ApiVersion == 1 ? OneOp : random.Of(Data, List, Finish));
        json["kept"] = random.Percent(40);
        return "session-dies";
    }

    private static string FinishFailsAfter(Random random, RunPlan plan, JsonObject json)
    {
        if (plan.ApiVersion == 1)
        {
            return Status(random, json);
        }

        Turn(json, Finish);
        json["http"] = random.Of(500, 503, 409);
        json["code"] = random.Of(-195, -196, -29302, -20034);
        return "finish-fails-after";
    }

    private static string FinishLate(Random random, RunPlan plan, JsonObject json)
    {
        if (plan.ApiVersion == 1)
        {
            return Delay(random, json);
        }

        Turn(json, Finish);
        json["milliseconds"] = random.Between(10, 900);
        return "finish-late";
    }

    private static string Flip(Random random, RunPlan plan, JsonObject json)
    {
        if (!SeesFlips(plan))
        {
            return DiskFull(plan, json);
        }

        Turn(json, DataOf(plan));
        json["silent"] = plan.Checksum == CosChecksum.Sha1 && random.Percent(50);
        return "flip";
    }

    private static string DiskFull(RunPlan plan, JsonObject json)
    {
        if ((string?)json["op"] is List or "stat" or "delete")
        {
            Turn(json, DataOf(plan));
        }

        return "disk-full";
    }

    private static string Serial(RunPlan plan, JsonObject json)
    {
        if (plan.ApiVersion == 1)
        {
            return DiskFull(plan, json);
        }

        Turn(json, Init);
        return "serial";
    }

    private static string SliceSize(Random random, RunPlan plan, JsonObject json)
    {
        Turn(json, plan.ApiVersion == 1 ? OneOp : Init);

        // Half of a mebibyte does not fit parts of a whole one, and without sha the service takes no slice that begins in the middle of one.
        json["bytes"] = random.Of(512 * 1024, 1024 * 1024, 2 * 1024 * 1024, 100);
        return "slice-size";
    }

    private static string Clock(Random random, JsonObject json)
    {
        json["seconds"] = random.Of(-7200, -400, 400, 7200);
        return "clock";
    }
}
