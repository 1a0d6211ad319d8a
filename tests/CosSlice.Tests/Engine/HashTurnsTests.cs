using CosSlice.Hashing.Lanes;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>How many files are read for their hash at once.</summary>
public class HashTurnsTests
{
    [Fact]
    public async Task One_after_another_has_its_turn()
    {
        HashTurns turns = new(always: 1, most: 8);
        await Take(turns).Guarded();
        Task second = Take(turns);

        Assert.False(second.IsCompleted);
        turns.Return();

        await second.Guarded();
    }

    [Fact]
    public async Task Another_is_let_in_where_the_disk_is_faster_than_the_hash()
    {
        HashTurns turns = new(always: 1, most: 3);
        await Take(turns).Guarded();
        Task[] others = [Take(turns), Take(turns), Take(turns)];

        Report(turns, times: 4);
        await others[0].Guarded();
        Assert.False(others[1].IsCompleted);
        Report(turns, times: 4);
        await others[1].Guarded();

        // No more than that, however fast it is.
        Report(turns, times: 100);
        Assert.False(others[2].IsCompleted);
        turns.Return();
        turns.Return();
        turns.Return();
        await others[2].Guarded();
    }

    [Fact]
    public async Task Nobody_is_let_in_where_the_disk_is_waited_for_now_and_then()
    {
        HashTurns turns = new(always: 1, most: 8);
        await Take(turns).Guarded();
        Task other = Take(turns);

        for (int i = 0; i < 20; i++)
        {
            Report(turns, times: 3);
            turns.Report(wasInTime: false);
        }

        Assert.False(other.IsCompleted);
    }

    [Fact]
    public async Task When_all_have_gone_it_begins_with_as_few_as_before()
    {
        HashTurns turns = new(always: 1, most: 8);
        await Take(turns).Guarded();
        Task second = Take(turns);
        Report(turns, times: 4);
        await second.Guarded();
        turns.Return();
        turns.Return();

        await Take(turns).Guarded();

        Assert.False(Take(turns).IsCompleted);
    }

    [Fact]
    public async Task Who_does_not_wait_any_more_takes_no_turn()
    {
        HashTurns turns = new(always: 1, most: 8);
        using CancellationTokenSource stop = new();
        await Take(turns).Guarded();
        Task stopped = turns.TakeAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.Guarded());

        Report(turns, times: 100);

        Task next = Take(turns);
        Assert.False(next.IsCompleted);
        turns.Return();
        await next.Guarded();
    }

    private static Task Take(HashTurns turns) => turns.TakeAsync(TestContext.Current.CancellationToken);

    private static void Report(HashTurns turns, int times)
    {
        for (int i = 0; i < times; i++)
        {
            turns.Report(wasInTime: true);
        }
    }
}
