using CosSlice.Journal;
using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Engine;

/// <summary>Locks that are bytes of one file, between processes: they are told who holds one, and it dies with its process.</summary>
public sealed class ByteLocksProcessTests : IDisposable
{
    private static readonly string Shared = JournalRoles.Shared.UploadId;

    private readonly ByteLocksSample _sample = new();

    public ByteLocksProcessTests() => Assert.SkipUnless(RangeLock.IsThere, "This system has no locks of bytes.");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_process_is_told_who_holds_each_of_many_until_it_ends(bool isOtherBuild)
    {
        await using RoleProcess child = await StartAsync(isOtherBuild, nameof(JournalRoles.HoldManyLocks));
        using ByteLocks bytes = _sample.Begin();
        Assert.False(_sample.HasFile(Shared));

        LockAnswer[] refused = [_sample.Store.TryLock(Shared, bytes), _sample.Store.TryLock(Shared)];

        Assert.All(refused, answer =>
        {
            Assert.Null(answer.Lock);
            Assert.Null(answer.Problem);
            Assert.Equal((child.Id, Environment.MachineName), (answer.Holder!.ProcessId, answer.Holder.Machine));
        });
        Assert.All(Enumerable.Range(0, JournalRoles.Many), i => Assert.Equal(child.Id, _sample.Store.FindHolder(JournalRoles.IdOf(i))?.ProcessId));

        await child.EndAsync();
        _sample.AssertFree(Shared, bytes);
        bytes.Dispose();
        _sample.AssertNothingLeft();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_locks_die_with_their_process(bool isOtherBuild)
    {
        await using RoleProcess child = await StartAsync(isOtherBuild, nameof(JournalRoles.HoldManyLocks));
        await child.KillAsync(0);

        _sample.AssertFree(Shared);
        Assert.All(Enumerable.Range(0, JournalRoles.Many), i => Assert.Null(_sample.Store.FindHolder(JournalRoles.IdOf(i))));
        _sample.TakeMany();

        _sample.AssertNothingLeft();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Killed_at_any_moment_a_process_leaves_nothing_that_is_in_the_way_of_the_next_one(int seed)
    {
        Random random = new(seed);
        await using RoleProcess child = await StartAsync(isOtherBuild: false, nameof(JournalRoles.TakeManyLocksWithoutEnd));
        for (int left = random.Next(1, 20); left > 0; left--)
        {
            await child.LineAsync();
        }

        Thread.SpinWait(random.Next(1_000_000));
        await child.KillAsync(0);

        _sample.TakeMany();
        _sample.AssertNothingLeft();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_processes_that_want_the_same_few_by_bytes_and_by_files_never_have_one_both(bool isOtherBuild)
    {
        await using RoleProcess child = await StartAsync(isOtherBuild, nameof(JournalRoles.Contend));
        int had = 0;
        using (ByteLocks bytes = _sample.Begin())
        {
            // Each line tells of many that the other one has tried for.
            for (int lines = 0; lines < 20; lines++)
            {
                had += JournalRoles.Contend(_sample.Store, bytes, seed: lines);
                Assert.Equal(JournalRoles.None, await child.LineAsync().Guarded());
            }
        }

        Assert.True(had > 0);
        Assert.All(await child.EndAsync(), line => Assert.Equal(JournalRoles.None, line));
    }

    public void Dispose() => _sample.Dispose();

    private async Task<RoleProcess> StartAsync(bool isOtherBuild, string role)
    {
        Assert.SkipWhen(isOtherBuild && !File.Exists(RoleProcess.OtherProgram), $"{RoleProcess.OtherProgram} was not built.");
        return await RoleProcess.StartAsync(isOtherBuild ? RoleProcess.OtherProgram : RoleProcess.OwnProgram, role, _sample.Path);
    }
}
