using System.Net;
using System.Text;
using System.Text.Json;
using CosSlice.Emulator;
using CosSlice.Emulator.Hosting;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Emulator.Faults;

/// <summary>The control path, and what the command line sets.</summary>
public sealed class ControlTests
{
    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("POST")]
    public async Task Without_the_switch_the_path_is_what_any_unknown_path_is(string method)
    {
        using var folder = new TempFolder();
        string rules = Path.Combine(folder.Path, "rules.json");
        await File.WriteAllTextAsync(rules, """{"rules":[]}""", TestEmulator.Cancellation);
        foreach (bool withRules in new[] { false, true })
        {
            await using TestEmulator emulator = await TestEmulator.StartAsync(options => options.FaultRules = withRules ? rules : null);
            byte[]? body = method is "PUT" or "POST" ? Encoding.UTF8.GetBytes("""{"rules":[]}""") : null;
            WireAnswer asked = await emulator.SendAsync(new HttpMethod(method), "/-/faults", body, null, "application/json");
            WireAnswer unknown = await emulator.SendAsync(new HttpMethod(method), "/-/no-such-path", body, null, "application/json");
            Assert.Equal((unknown.Status, unknown.Code, unknown.Message), (asked.Status, asked.Code, asked.Message));
            Assert.Equal(-5994, asked.Code);
        }
    }

    [Fact]
    public async Task Rules_are_told_with_what_they_did_and_are_replaced_and_cleared()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        const string Nothing = """{"rules":[],"random":null,"log":[]}""";
        Assert.Equal((HttpStatusCode.OK, Nothing), await emulator.ControlAsync(HttpMethod.Get));
        await emulator.SetAsync(
            """
            {"rules":[{"op":"stat","key":"b*","fault":"status","http":503},{"fault":"status","code":-196,"attempt":"2-3","times":5}],
             "random":{"seed":3,"rate":0}}
            """);

        int[] codes = [await StatAsync("a"), await StatAsync("a"), await StatAsync("b"), await StatAsync("a"), await StatAsync("a")];

        Assert.Equal([-197, -196, -71, -196, -197], codes);
        JsonElement told = await emulator.DescribeAsync();
        Assert.Equal([1, 2], told.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("hits").GetInt32()));
        Assert.Equal(
            """{"fault":"status","op":"stat","key":"b*","http":503,"body":"json","stored":false,"hits":1}""",
            told.GetProperty("rules")[0].GetRawText());
        Assert.Equal("\"2-3\"", told.GetProperty("rules")[1].GetProperty("attempt").GetRawText());
        Assert.Equal("""{"seed":3,"rate":0,"hits":0}""", told.GetProperty("random").GetRawText());
        Assert.Equal(
            ["stat a 2 status", "stat b 1 status", "stat a 3 status"],
            told.GetProperty("log").EnumerateArray().Select(entry =>
                $"{entry.GetProperty("op")} {entry.GetProperty("key")} {entry.GetProperty("attempt")} {entry.GetProperty("fault")}"));

        // Attempts are counted anew with each set of rules.
        await emulator.SetAsync("""{"rules":[{"attempt":1,"fault":"status","http":503}]}""");
        Assert.Equal(-71, await StatAsync("a"));
        Assert.Equal(-197, await StatAsync("a"));
        Assert.Equal(1, (await emulator.DescribeAsync()).GetProperty("log").GetArrayLength());
        await emulator.SetAsync("""{"rules":[{"fault":"status","http":503}]}""");
        await emulator.ClearAsync();
        Assert.Equal(-197, await StatAsync("a"));
        Assert.Equal((HttpStatusCode.OK, Nothing), await emulator.ControlAsync(HttpMethod.Get));

        async Task<int> StatAsync(string key) => (await emulator.Client.StatAsync(key)).Code;
    }

    [Fact]
    public async Task What_is_refused_changes_nothing()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync("""{"fault":"status","http":503}""");

        (HttpStatusCode status, string text) = await emulator.ControlAsync(HttpMethod.Put, """{"rules":[{"fault":"reset","wen":"after"}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("rules[0].wen: ", text, StringComparison.Ordinal);
        Assert.Equal(-71, (await emulator.Client.StatAsync("a")).Code);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await emulator.ControlAsync(HttpMethod.Post, "{}")).Status);
    }

    [Fact]
    public async Task An_objects_bytes_are_touched_by_no_rule_that_does_not_name_them()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        Assert.Equal(0, (await emulator.Client.PostAsync("a", ("op", "upload"), ("filecontent", "content"))).Code);
        await emulator.SetAsync("""{"rules":[{"fault":"status","http":503}],"random":{"seed":1,"rate":1,"kinds":["reset"]}}""");
        Assert.Equal("content"u8.ToArray(), (await emulator.Client.GetAsync("a")).Body);

        await emulator.RuleAsync("""{"op":"read","fault":"status","http":503}""");
        Assert.Equal(503, (int)(await emulator.Client.GetAsync("a")).Status);
        await emulator.RuleAsync("""{"op":"read","fault":"answer","with":"truncated"}""");
        Assert.Equal("con"u8.ToArray(), (await emulator.Client.GetAsync("a")).Body);
    }

    [Fact]
    public async Task Fields_may_stand_behind_the_content()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        string session = await emulator.Client.InitAsync("a", 2 * FaultyEmulator.Mebibyte);
        await emulator.RuleAsync("""{"op":"upload_slice_data","offset":1048576,"times":1,"fault":"status","http":503}""");
        byte[] slice = TestEmulator.RandomBytes(FaultyEmulator.Mebibyte);

        Assert.Equal(0, await SendAsync(0));
        Assert.Equal(-71, await SendAsync(FaultyEmulator.Mebibyte));
        Assert.Equal(0, await SendAsync(FaultyEmulator.Mebibyte));
        Assert.Equal(0, (await emulator.Client.FinishAsync("a", session, 2 * FaultyEmulator.Mebibyte)).Code);
        Assert.Equal((byte[])[.. slice, .. slice], (await emulator.Client.GetAsync("a")).Body);

        async Task<int> SendAsync(int offset) =>
            (await emulator.Client.PostAsync("a", ("filecontent", slice), ("offset", offset), ("session", session), ("op", "upload_slice_data"))).Code;
    }

    [Fact]
    public async Task A_json_body_and_a_query_are_looked_into_too()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.SetAsync("""{"rules":[{"op":"delete","fault":"status","http":503},{"op":"list","fault":"status","http":502}]}""");
        var client = new V1Client(emulator.Client, "v2");

        Assert.Equal(503, (int)(await client.JsonAsync("a", """{"op":"delete"}""", once: true)).Status);
        Assert.Equal(502, (int)(await client.GetAsync("", "op=list&num=1")).Status);
        Assert.Equal(-197, (await emulator.Client.StatAsync("a")).Code);
    }

    [Fact]
    public async Task Rules_of_a_file_hold_from_the_start()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "rules.json");
        await File.WriteAllTextAsync(path, """{"rules":[{"op":"stat","times":1,"fault":"status","http":503}]}""", TestEmulator.Cancellation);
        await using EmulatorProcess emulator = await EmulatorProcess.StartAsync("--fault-rules", path);

        Assert.Equal(-71, (await emulator.Client.StatAsync("a")).Code);
        Assert.Equal(-197, (await emulator.Client.StatAsync("a")).Code);
    }

    [Fact]
    public async Task Chance_may_be_set_from_the_start_and_the_control_path_is_greeted_with()
    {
        await using EmulatorProcess emulator = await EmulatorProcess.StartAsync(
            "--faults", "--fault-seed", "-5", "--fault-rate", "1", "--fault-kinds", "status, disk-full");

        Assert.NotEqual(-197, (await emulator.Client.StatAsync("a")).Code);
        Assert.Contains($"Faults: {emulator.Client.Origin}/-/faults", emulator.Greeting);
        WireAnswer told = await emulator.Client.SendAsync(HttpMethod.Get, "/-/faults", null, null);
        Assert.Equal(
            """{"seed":-5,"rate":1,"kinds":["status","disk-full"],"hits":1}""",
            JsonDocument.Parse(told.Body).RootElement.GetProperty("random").GetRawText());
    }

    [Theory]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"wen\":\"after\"}]}", "rules[0].wen")]
    [InlineData("{", "$")]
    [InlineData(null, "can't be read")]
    public async Task A_file_that_is_no_good_is_refused_at_the_start(string? json, string named)
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "rules.json");
        if (json is not null)
        {
            await File.WriteAllTextAsync(path, json, TestEmulator.Cancellation);
        }

        EmulatorConfigurationException refused = await Assert.ThrowsAsync<EmulatorConfigurationException>(
            () => TestEmulator.StartAsync(options => options.FaultRules = path));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--fault-rate", "0.5")]
    [InlineData("--fault-seed", "1")]
    [InlineData("--fault-kinds", "reset")]
    public async Task Chance_needs_a_seed_and_a_rate(string name, string value)
    {
        EmulatorOptions options = EmulatorSettings.Read([name, value, "--quiet"]);
        options.Urls = ["http://127.0.0.1:0"];

        EmulatorConfigurationException refused = await Assert.ThrowsAsync<EmulatorConfigurationException>(
            () => EmulatorHost.StartAsync(options, cancellationToken: TestEmulator.Cancellation));

        Assert.Contains("--fault-seed and --fault-rate", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_discarded_can_not_be_flipped()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync(options => options.Discard = true);

        (HttpStatusCode status, string text) = await emulator.ControlAsync(HttpMethod.Put, """{"rules":[{"fault":"flip"}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("rules[0].fault", text, StringComparison.Ordinal);
        await emulator.RuleAsync("""{"fault":"status","http":503}""");
    }
}
