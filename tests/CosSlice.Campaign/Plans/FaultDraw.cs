using System.Text.Json.Nodes;

namespace CosSlice.Campaign.Plans;

/// <summary>Draws what the service does wrong.</summary>
internal static class FaultDraw
{
    private static readonly string[] V4Steps = ["upload_slice_init", "upload_slice_data", "upload_slice_list", "upload_slice_finish"];

    private static readonly string[] OtherSteps = ["upload", "stat", "create", "delete"];

    // A flipped byte is what only SHA-1 sees.
    private static readonly string[] RandomKinds =
        ["status", "close", "reset", "delay", "trickle", "answer", "session-dies", "finish-fails-after", "finish-late", "disk-full", "clock"];

    public static IReadOnlyList<FaultRule> Rules(Random random, RunPlan plan)
        => [.. Enumerable.Range(0, random.Between(1, 3)).Select(_ => Rule(random, plan))];

    public static RandomFaults AtRandom(Random random, RunPlan plan)
    {
        string[] kinds = plan.Checksum == CosChecksum.Sha1 ? [.. RandomKinds, "flip"] : RandomKinds;
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
        json["fault"] = "hang";
        json["stored"] = random.Percent(50);
        return new FaultRule("hang", json);
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
            < 78 => Answer(random, json),
            < 82 => "session-dies",
            < 85 => FinishFailsAfter(random, json),
            < 87 => FinishLate(random, json),
            < 90 => Flip(random, plan, json),
            < 93 => "disk-full",
            < 95 => "serial",
            < 97 => SliceSize(random, json),
            _ => Clock(random, json),
        };
        json["fault"] = fault;
        return new FaultRule(fault, json);
    }

    /// <summary>Which requests: an op, and perhaps one slice of it.</summary>
    private static JsonObject Choose(Random random, RunPlan plan)
    {
        JsonObject json = [];
        if (random.Percent(10))
        {
            return json;
        }

        string step = plan.ApiVersion == 1 ? "upload_slice" : random.Of(V4Steps);
        string op = random.Percent(plan.SimpleUploadLimit > 0 ? 45 : 15) ? random.Of(OtherSteps) : step;
        json["op"] = op;
        int slices = (int)((plan.Files[0].Length + plan.SliceSize - 1) / plan.SliceSize);
        if (op is "upload_slice" or "upload_slice_data" && slices > 0 && random.Percent(50))
        {
            json["offset"] = random.Next(slices) * plan.SliceSize;
        }

        return json;
    }

    private static string Status(Random random, JsonObject json)
    {
        (int http, int? code) = random.Of<(int, int?)>(
            (500, null), (502, null), (503, null), (504, null), (503, -71), (503, -196), (500, -195), (409, -20034), (403, -96), (400, -29096), (400, -5999),
            (404, -197), (408, null), (413, null), (429, null), (200, -5997), (409, -4016), (400, -29136), (400, -4024), (409, -177), (409, -4018));
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

        return "status";
    }

    private static string Cut(Random random, JsonObject json)
    {
        string at = random.Of("before", "request", "answer", "after", "after");
        json["at"] = at;
        if (at is "request" or "answer")
        {
            json["byte"] = at == "request" ? random.Of(0, 1, 100, 1000, 100_000, 700_000) : random.Of(0, 1, 20, 100, 200);
        }

        if (random.Percent(30))
        {
            json["stored"] = random.Percent(50);
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
        json["stored"] = random.Percent(50);
        return "hang";
    }

    private static string Answer(Random random, JsonObject json)
    {
        string with = random.Of(
            "truncated", "html", "empty", "longer", "shorter", "huge", "wrong-offset", "wrong-session", "wrong-datalen", "wrong-datamd5",
            "duplicate-parts", "unsorted-parts");
        json["with"] = with;
        if (with == "huge")
        {
            json["bytes"] = random.Of(1 << 20, 4 << 20, 16 << 20);
        }

        if (random.Percent(30))
        {
            json["stored"] = random.Percent(50);
        }

        return "answer";
    }

    private static string FinishFailsAfter(Random random, JsonObject json)
    {
        json["op"] = "upload_slice_finish";
        _ = json.Remove("offset");
        json["http"] = random.Of(500, 503, 409);
        json["code"] = random.Of(-195, -196, -29302, -20034);
        return "finish-fails-after";
    }

    private static string FinishLate(Random random, JsonObject json)
    {
        json["op"] = "upload_slice_finish";
        _ = json.Remove("offset");
        json["milliseconds"] = random.Between(10, 900);
        return "finish-late";
    }

    private static string Flip(Random random, RunPlan plan, JsonObject json)
    {
        if (plan.Checksum != CosChecksum.Sha1)
        {
            return "disk-full";
        }

        json["op"] = plan.ApiVersion == 1 ? "upload_slice" : "upload_slice_data";
        return "flip";
    }

    private static string SliceSize(Random random, JsonObject json)
    {
        json["bytes"] = random.Of(512 * 1024, 1024 * 1024, 2 * 1024 * 1024, 100, 1_000_000);
        json["op"] = json.ContainsKey("op") && (string?)json["op"] == "upload_slice" ? "upload_slice" : "upload_slice_init";
        _ = json.Remove("offset");
        return "slice-size";
    }

    private static string Clock(Random random, JsonObject json)
    {
        json["seconds"] = random.Of(-7200, -400, 400, 7200);
        return "clock";
    }
}
