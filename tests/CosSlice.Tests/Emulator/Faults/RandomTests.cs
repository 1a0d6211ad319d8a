using System.Text.Json;
using CosSlice.Emulator.Faults;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Emulator.Faults;

/// <summary>Faults by chance: the same for the same seed and requests, in whatever order these come.</summary>
public sealed class RandomTests
{
    private static readonly string?[] Ops =
        ["upload", "upload_slice", "upload_slice_init", "upload_slice_data", "upload_slice_list", "upload_slice_finish", "stat", "delete", null];

    private static readonly string[] All =
    [
        "status", "close", "reset", "delay", "trickle", "hang", "answer", "session-dies", "finish-fails-after", "finish-late", "flip",
        "disk-full", "serial", "slice-size", "clock",
    ];

    [Fact]
    public void The_order_of_requests_changes_nothing()
    {
        Random chance = Chance.New();
        var random = new RandomFaults { Seed = chance.NextInt64(), Rate = 0.5, Kinds = All };
        RequestMark[] requests = [.. Requests(chance, 400).Distinct()];
        var first = new FaultPlan(new FaultSet { Random = random });
        var second = new FaultPlan(new FaultSet { Random = random });

        Dictionary<RequestMark, string?> forward = requests.ToDictionary(request => request, request => Twice(first, request));
        Dictionary<RequestMark, string?> backward = requests.Reverse().ToDictionary(request => request, request => Twice(second, request));
        var third = new FaultPlan(new FaultSet { Random = random });
        var atOnce = new System.Collections.Concurrent.ConcurrentDictionary<RequestMark, string?>();
        Parallel.ForEach(requests, request => atOnce[request] = Twice(third, request));

        Assert.Equal(forward.Count, requests.Length);
        Assert.All(forward, pair => Assert.Equal(pair.Value, backward[pair.Key]));
        Assert.All(forward, pair => Assert.Equal(pair.Value, atOnce[pair.Key]));
    }

    [Fact]
    public void Another_seed_makes_other_faults()
    {
        RequestMark[] requests = [.. Requests(new Random(1), 200)];
        string Of(long seed) => string.Join('\n', requests.Select(request => Text(new RandomFaults { Seed = seed, Rate = 0.3 }.Decide(request, 1))));

        Assert.Equal(Of(1), Of(1));
        Assert.NotEqual(Of(1), Of(2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(1)]
    public void The_rate_is_kept(double rate)
    {
        const int Count = 20_000;
        Random chance = Chance.New();
        var random = new RandomFaults { Seed = chance.NextInt64(), Rate = rate };

        int struck = Requests(chance, Count).Count(request => random.Decide(request, chance.Next(1, 9)) is not null);

        // Eight standard deviations: once in 10^15 runs.
        double bound = 8 * Math.Sqrt(Count * rate * (1 - rate));
        Assert.InRange(struck - (Count * rate), -bound, bound);
    }

    [Fact]
    public void Every_kind_comes_and_only_where_it_means_something()
    {
        var random = new RandomFaults { Seed = 7, Rate = 1, Kinds = All };
        FaultRule[] struck = [.. Requests(new Random(7), 5000).Select(request => (request, fault: random.Decide(request, 1)!)).Select(pair =>
        {
            Assert.True(pair.fault.Fits(pair.request.Op));
            pair.fault.CheckAll();
            return pair.fault;
        })];

        Assert.Equal(All.Order(), struck.Select(fault => fault.Name).Distinct().Order());
        Assert.DoesNotContain("flip", Requests(new Random(7), 5000).Select(request => new RandomFaults { Seed = 7, Rate = 1 }.Decide(request, 1)!.Name));
        Assert.Null(random.Decide(RuleTests.Mark("read", "a", null), 1));
    }

    [Fact]
    public async Task Over_the_wire_the_same_seed_strikes_the_same_requests()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        string[] keys = [.. Enumerable.Range(0, 60).Select(i => $"key{i}")];

        string[] first = await StrikeAsync(keys);
        string[] second = await StrikeAsync([.. keys.Reverse()]);

        Assert.Equal(first, second);
        Assert.InRange(first.Length, 1, 119);

        async Task<string[]> StrikeAsync(string[] order)
        {
            await emulator.SetAsync("""{"random":{"seed":11,"rate":0.5,"kinds":["status"]}}""");
            await Task.WhenAll(order.Select(emulator.Client.StatAsync));
            await Task.WhenAll(order.Select(emulator.Client.StatAsync));
            JsonElement told = await emulator.DescribeAsync();
            Assert.Equal(told.GetProperty("random").GetProperty("hits").GetInt32(), told.GetProperty("log").GetArrayLength());
            return [.. told.GetProperty("log").EnumerateArray().Select(entry => entry.GetRawText()).Order(StringComparer.Ordinal)];
        }
    }

    private static string? Twice(FaultPlan plan, RequestMark request) => Text(plan.Choose(request)) + "\n" + Text(plan.Choose(request));

    private static string Text(FaultRule? fault) => fault is null ? "" : FaultJson.Of(fault).ToJsonString();

    private static IEnumerable<RequestMark> Requests(Random chance, int count)
    {
        for (int i = 0; i < count; i++)
        {
            string? op = Ops[chance.Next(Ops.Length)];
            yield return RuleTests.Mark(op, $"f{chance.Next(100_000)}.bin", FaultOps.HasOffset(op) ? chance.Next(64) * 1048576L : null);
        }
    }
}
