using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CosSlice.Emulator.Faults;
using CosSlice.Emulator.Faults.Kinds;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Emulator.Faults;

/// <summary>Rules choose exactly the requests that they say, and none is taken that says nothing.</summary>
public sealed class RuleTests
{
    private static readonly Gen<string?> Ops = Gen.Elements<string?>(null, "upload", "upload_slice_data", "stat", "read");
    private static readonly Gen<string> Keys = Gen.ArrayOf(Gen.Elements('a', 'b', '/', '.')).Select(letters => new string(letters.Take(5).ToArray()));
    private static readonly Gen<string?> Patterns = Gen.ArrayOf(Gen.Elements('a', 'b', '/', '.', '*', '?')).Select(letters => letters.Length == 0 ? null : new string(letters.Take(4).ToArray()));
    private static readonly Gen<NumberRange?> Ranges = Gen.Choose(0, 3).SelectMany(
        first => Gen.Choose(0, 2).Select(more => more == 2 ? (NumberRange?)null : new NumberRange(first, first + more)));

    [Fact]
    public void A_rule_chooses_by_all_that_it_names_and_by_nothing_else() => Prop.ForAll(
        Arb.From(Ops.SelectMany(op => Patterns.SelectMany(key => Ranges.SelectMany(offset => Ranges.Select(attempt => (op, key, offset, attempt)))))),
        Arb.From(Ops.SelectMany(op => Keys.SelectMany(key => Gen.Choose(-1, 4).SelectMany(offset => Gen.Choose(1, 4).Select(attempt => (op, key, offset, attempt)))))),
        (rule, request) =>
        {
            var fault = new ResetFault { Op = rule.op, Key = rule.key, Offset = rule.offset, Attempt = rule.attempt };
            bool op = rule.op is null ? request.op != "read" : rule.op == request.op;
            string pattern = "\\A" + Regex.Escape(rule.key ?? "*").Replace("\\*", "(.|\\n)*", StringComparison.Ordinal).Replace("\\?", "(.|\\n)", StringComparison.Ordinal) + "\\z";
            bool key = Regex.IsMatch(request.key, pattern);
            bool offset = rule.offset is not { } o || (request.offset >= o.First && request.offset <= o.Last);
            bool attempt = rule.attempt is not { } a || (request.attempt >= a.First && request.attempt <= a.Last);
            bool chosen = fault.Chooses(Mark(request.op, request.key, request.offset < 0 ? null : request.offset), request.attempt);
            return chosen == (op && key && offset && attempt);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_first_rule_that_has_times_left_strikes_and_attempts_are_counted_for_each_request_alone() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Elements(0, 1, 2))),
        Arb.From(Gen.Choose(1, 4)),
        Arb.From(Gen.Choose(1, 3)),
        (keys, attempt, times) =>
        {
            var plan = new FaultPlan(new FaultSet
            {
                Rules =
                [
                    new StatusFault { Http = 500, Attempt = new NumberRange(attempt, attempt) },
                    new StatusFault { Http = 503, Times = times },
                    new StatusFault { Http = 502, Key = "k1" },
                ],
            });
            int[] seen = new int[3];
            int left = times;
            foreach (int key in keys)
            {
                int? expected = ++seen[key] == attempt ? 500 : left-- > 0 ? 503 : key == 1 ? 502 : null;
                if ((plan.Choose(Mark("stat", $"k{key}", null)) as StatusFault)?.Http != expected)
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_rule_strikes_as_often_as_it_says_however_many_requests_come_at_once()
    {
        var plan = new FaultPlan(new FaultSet { Rules = [new StatusFault { Http = 500, Times = 17 }] });
        RequestMark mark = Mark("stat", "a", null);

        int[] struck = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 100).Count(_ => plan.Choose(mark) is not null), TestEmulator.Cancellation)));

        Assert.Equal(17, struck.Sum());
    }

    [Theory]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"wen\":\"after\"}]}", "rules[0].wen")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\"},{\"fault\":\"close\",\"milliseconds\":1}]}", "rules[1].milliseconds")]
    [InlineData("{\"rules\":[{\"fault\":\"nope\"}]}", "rules[0].fault: 'nope'")]
    [InlineData("{\"rules\":[{\"op\":\"upload\"}]}", "rules[0].fault: it is missing")]
    [InlineData("{\"rules\":[{\"fault\":7}]}", "rules[0].fault")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"fault\":\"close\"}]}", "fault")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"at\":\"after\",\"at\":\"before\"}]}", "rules[0].at")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"at\":\"never\"}]}", "rules[0].at")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"at\":1}]}", "rules[0].at")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"op\":\"uplaod\"}]}", "rules[0].op: 'uplaod'")]
    [InlineData("{\"rules\":[{\"fault\":\"flip\",\"op\":\"stat\"}]}", "rules[0].op")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"op\":\"stat\",\"offset\":0}]}", "rules[0].offset")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"offset\":-1}]}", "rules[0].offset")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"attempt\":0}]}", "rules[0].attempt")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"attempt\":\"5-2\"}]}", "rules[0].attempt")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"attempt\":\"two\"}]}", "rules[0].attempt")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"times\":0}]}", "rules[0].times")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"times\":\"2\"}]}", "rules[0].times")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"byte\":4}]}", "rules[0].byte")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"at\":\"answer\",\"byte\":-4}]}", "rules[0].byte")]
    [InlineData("{\"rules\":[{\"fault\":\"reset\",\"at\":\"before\",\"stored\":true}]}", "rules[0].stored")]
    [InlineData("{\"rules\":[{\"fault\":\"close\",\"at\":\"request\",\"stored\":true}]}", "rules[0].stored")]
    [InlineData("{\"rules\":[{\"fault\":\"close\",\"at\":\"answer\",\"stored\":false}]}", "rules[0].stored")]
    [InlineData("{\"rules\":[{\"fault\":\"status\"}]}", "rules[0].http")]
    [InlineData("{\"rules\":[{\"fault\":\"status\",\"http\":100}]}", "rules[0].http")]
    [InlineData("{\"rules\":[{\"fault\":\"status\",\"http\":500,\"body\":\"html\",\"code\":-1}]}", "rules[0].body")]
    [InlineData("{\"rules\":[{\"fault\":\"status\",\"http\":500,\"retryAfter\":\"a\\r\\nb\"}]}", "rules[0].retryAfter")]
    [InlineData("{\"rules\":[{\"fault\":\"delay\"}]}", "rules[0].milliseconds")]
    [InlineData("{\"rules\":[{\"fault\":\"finish-late\",\"milliseconds\":0}]}", "rules[0].milliseconds")]
    [InlineData("{\"rules\":[{\"fault\":\"finish-fails-after\",\"http\":0}]}", "rules[0].http")]
    [InlineData("{\"rules\":[{\"fault\":\"trickle\"}]}", "rules[0].bytesPerSecond")]
    [InlineData("{\"rules\":[{\"fault\":\"hang\",\"byte\":3}]}", "rules[0].byte")]
    [InlineData("{\"rules\":[{\"fault\":\"hang\",\"at\":\"answer\",\"stored\":false}]}", "rules[0].stored")]
    [InlineData("{\"rules\":[{\"fault\":\"answer\"}]}", "rules[0].with")]
    [InlineData("{\"rules\":[{\"fault\":\"answer\",\"with\":\"wrong-everything\"}]}", "rules[0].with")]
    [InlineData("{\"rules\":[{\"fault\":\"answer\",\"with\":\"html\",\"bytes\":1}]}", "rules[0].bytes")]
    [InlineData("{\"rules\":[{\"fault\":\"answer\",\"with\":\"huge\",\"bytes\":0}]}", "rules[0].bytes")]
    [InlineData("{\"rules\":[{\"fault\":\"answer\",\"with\":\"wrong-offset\",\"stored\":false}]}", "rules[0].stored")]
    [InlineData("{\"rules\":[{\"fault\":\"flip\",\"byte\":-1}]}", "rules[0].byte")]
    [InlineData("{\"rules\":[{\"fault\":\"slice-size\"}]}", "rules[0].bytes")]
    [InlineData("{\"rules\":[{\"fault\":\"clock\"}]}", "rules[0].seconds")]
    [InlineData("{\"rules\":[{\"fault\":\"clock\",\"seconds\":1e12}]}", "rules[0].seconds")]
    [InlineData("{\"rules\":[null]}", "rules[0]")]
    [InlineData("{\"rules\":{}}", "rules")]
    [InlineData("{\"rule\":[]}", "rule")]
    [InlineData("{\"random\":{\"rate\":1}}", "random.seed")]
    [InlineData("{\"random\":{\"seed\":1}}", "random.rate")]
    [InlineData("{\"random\":{\"seed\":1,\"rate\":1.5}}", "random.rate")]
    [InlineData("{\"random\":{\"seed\":1,\"rate\":1,\"kinds\":[]}}", "random.kinds")]
    [InlineData("{\"random\":{\"seed\":1,\"rate\":1,\"kinds\":[\"reset\",\"nope\"]}}", "random.kinds[1]: 'nope'")]
    [InlineData("{\"random\":{\"seed\":1,\"rate\":1,\"kind\":[\"reset\"]}}", "random.kind")]
    [InlineData("null", "$")]
    [InlineData("[]", "$")]
    [InlineData("{\"rules\":[", "$")]
    [InlineData("", "$")]
    public void What_means_nothing_is_refused_by_its_name(string json, string named)
    {
        FaultRuleException refused = Assert.Throws<FaultRuleException>(() => FaultReader.Read(Encoding.UTF8.GetBytes(json)));

        Assert.StartsWith(named == "fault" ? "rules[0].fault" : named, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CosSlice.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", 7, 7)]
    [InlineData("\"7\"", 7, 7)]
    [InlineData("\"2-5\"", 2, 5)]
    [InlineData("\"2-\"", 2, long.MaxValue)]
    [InlineData("\"1048576-2097151\"", 1048576, 2097151)]
    public void A_range_is_a_number_or_two(string json, long first, long last)
        => Assert.Equal(new NumberRange(first, last), JsonSerializer.Deserialize<NumberRange>(json));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"-\"")]
    [InlineData("\"-5\"")]
    [InlineData("\"1-2-3\"")]
    [InlineData("\" 1\"")]
    [InlineData("1.5")]
    [InlineData("true")]
    public void What_is_no_range_is_refused(string json)
        => Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<NumberRange>(json));

    [Fact]
    public void Every_rule_is_told_in_the_form_that_it_is_read_in()
    {
        const string All =
            """
            {"rules":[
            {"fault":"status","op":"upload","key":"a*","attempt":"2-","times":3,"http":503,"code":-71,"message":"m","retryAfter":5,"stored":true},
            {"fault":"close","op":"upload_slice_data","offset":"1-2","at":"request","byte":5},{"fault":"reset","at":"after","stored":false},
            {"fault":"delay","milliseconds":5,"at":"answer"},{"fault":"trickle","bytesPerSecond":5,"at":"request"},{"fault":"hang","stored":true},
            {"fault":"answer","with":"huge","bytes":5},{"fault":"session-dies","kept":true},{"fault":"finish-fails-after","http":502,"code":-1},
            {"fault":"finish-late","milliseconds":5},{"fault":"flip","byte":5,"silent":true},{"fault":"disk-full"},{"fault":"serial"},
            {"fault":"slice-size","bytes":5},{"fault":"clock","seconds":-5.5}
            ],"random":{"seed":1,"rate":0.5,"kinds":["flip"]}}
            """;
        FaultSet first = FaultReader.Read(Encoding.UTF8.GetBytes(All));
        byte[] told = JsonSerializer.SerializeToUtf8Bytes(first, FaultReader.Format);
        FaultSet second = FaultReader.Read(told);

        Assert.Equal(15, first.Rules!.Count);
        Assert.Equal(first.Rules, second.Rules);
        Assert.Equal(Encoding.UTF8.GetString(told), JsonSerializer.Serialize(second, FaultReader.Format));
    }

    internal static RequestMark Mark(string? op, string key, long? offset) => new(null, op, key, offset);
}
