using CosSlice.Journal;
using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Locks that share a few files, between processes: they are told who holds one, and it dies with its process.</summary>
public sealed class SpareLocksProcessTests : IDisposable
{
    private static readonly string Shared = JournalRoles.Shared.UploadId;

    private readonly SpareLocksSample _sample = new();

    public SpareLocksProcessTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no files that others may name.");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_process_is_told_who_holds_each_of_many_until_it_ends(bool isOtherBuild)
    {
        await using RoleProcess child = await StartAsync(isOtherBuild, nameof(JournalRoles.HoldManyLocks));
        AssertIsLent();
        using SpareLocks lending = _sample.Begin();

        LockAnswer refused = _sample.Store.TryLock(Shared, lending);

        Assert.Null(refused.Lock);
        Assert.Null(refused.Problem);
        Assert.Equal((child.Id, Environment.MachineName), (refused.Holder!.ProcessId, refused.Holder.Machine));
        Assert.All(Enumerable.Range(0, JournalRoles.Many), i => Assert.Equal(child.Id, _sample.Store.FindHolder(JournalRoles.IdOf(i))?.ProcessId));

        await child.EndAsync();
        lending.Dispose();
        Assert.Empty(_sample.Files());
        _sample.AssertFree(Shared);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_locks_die_with_their_process_and_the_next_one_removes_what_it_left(bool isOtherBuild)
    {
        await using RoleProcess child = await StartAsync(isOtherBuild, nameof(JournalRoles.HoldManyLocks));
        await child.KillAsync(0);
        AssertIsLent();

        _sample.AssertFree(Shared);
        Assert.All(Enumerable.Range(0, JournalRoles.Many), i => Assert.Null(_sample.Store.FindHolder(JournalRoles.IdOf(i))));
        _sample.TakeManyAndSweep();

        _sample.AssertNothingLeft();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Killed_at_any_moment_a_process_leaves_nothing_that_the_next_one_does_not_remove(int seed)
    {
        Random random = new(seed);
        await using RoleProcess child = await StartAsync(isOtherBuild: false, nameof(JournalRoles.TakeManyLocksWithoutEnd));
        for (int left = random.Next(1, 20); left > 0; left--)
        {
            await child.LineAsync();
        }

        Thread.SpinWait(random.Next(1_000_000));
        await child.KillAsync(0);

        _sample.TakeManyAndSweep();
        _sample.AssertNothingLeft();
    }

    [Fact]
    public async Task One_that_sweeps_does_not_get_in_the_way_of_one_that_locks()
    {
        await using RoleProcess child = await StartAsync(isOtherBuild: false, nameof(JournalRoles.TakeManyLocksWithoutEnd));

        // Each line tells of many locks that were taken, and of a sweep.
        for (int swept = 0; swept < 20; swept++)
        {
            _ = await child.LineAsync().Guarded();
            for (int i = 0; i < 15; i++)
            {
                // Nobody else takes it, so it is never refused.
                _sample.LeaveDead(Shared);
                using UploadLock held = _sample.Take(null, Shared);
                Assert.True(LockFile.IsTaken(_sample.LockOf(Shared)));
            }
        }

        await child.KillAsync(0);
    }

    public void Dispose() => _sample.Dispose();

    private async Task<RoleProcess> StartAsync(bool isOtherBuild, string role)
    {
        Assert.SkipWhen(isOtherBuild && !File.Exists(RoleProcess.OtherProgram), $"{RoleProcess.OtherProgram} was not built.");
        return await RoleProcess.StartAsync(isOtherBuild ? RoleProcess.OtherProgram : RoleProcess.OwnProgram, role, _sample.Path);
    }

    // Two names of one file are signed alike, and no two files are.
    private void AssertIsLent()
        => Assert.Contains(LockFile.HolderOf(_sample.LockOf(Shared)), _sample.Spares().Select(name => LockFile.HolderOf(_sample.PathOf(name))));
}
