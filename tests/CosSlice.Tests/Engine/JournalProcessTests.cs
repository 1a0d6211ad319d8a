using CosSlice.Journal;
using CosSlice.Tests.Roles;

namespace CosSlice.Tests.Engine;

/// <summary>The journal between processes: what one holds another must not have, and what one was killed over the next carries on.</summary>
public sealed class JournalProcessTests : IDisposable
{
    private static readonly UploadRecord Shared = JournalRoles.Shared;

    private readonly JournalSample _sample = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_process_is_told_who_holds_an_upload_until_it_ends(bool isOtherBuild)
    {
        await using RoleProcess child = await StartAsync(isOtherBuild, nameof(JournalRoles.HoldLock));

        LockAnswer answer = _sample.Store.TryLock(Shared.UploadId);

        Assert.Null(answer.Lock);
        Assert.Null(answer.Problem);
        Assert.Equal((child.Id, Environment.MachineName), (answer.Holder!.ProcessId, answer.Holder.Machine));
        Assert.Equal(answer.Holder, _sample.Store.FindHolder(Shared.UploadId));
        Assert.Contains($"process {child.Id} on machine", CosErrors.UploadLocked(Shared.Key, answer.Holder).Message, StringComparison.Ordinal);

        await child.EndAsync();
        Assert.Empty(_sample.Files());
        AssertFree();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lock_dies_with_its_process(bool isOtherBuild)
    {
        await using RoleProcess child = await StartAsync(isOtherBuild, nameof(JournalRoles.HoldLock));
        await child.KillAsync(0);

        Assert.Equal([Shared.UploadId + ".lock"], _sample.Files());
        Assert.Null(_sample.Store.FindHolder(Shared.UploadId));
        AssertFree();
        Assert.Empty(_sample.Files());
    }

    [Fact]
    public async Task Looking_for_a_holder_does_not_get_in_the_way_of_one_that_locks()
    {
        await using RoleProcess child = await StartAsync(isOtherBuild: false, nameof(JournalRoles.LookForHolder));

        // Nobody else takes it, so it is never refused.
        for (int i = 0; i < 200; i++)
        {
            AssertFree();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_process_killed_over_its_writing_leaves_a_whole_head_that_is_its_last_or_newer(int seed)
    {
        Random random = new(seed);
        _sample.Store.Save(Shared);
        await using RoleProcess child = await RoleProcess.StartAsync(RoleProcess.OwnProgram, nameof(JournalRoles.WriteWithoutEnd), _sample.Path);
        long written = 0;
        for (int left = random.Next(1, 200); left > 0; left--)
        {
            written = long.Parse(await child.LineAsync(), System.Globalization.CultureInfo.InvariantCulture);
        }

        written = await child.KillAsync(written);

        UploadRecord found = Assert.Single(_sample.Store.List());
        Assert.InRange(found.BytesAcknowledged, written, written + 1);
        Assert.Equal(Shared with { BytesAcknowledged = found.BytesAcknowledged }, found with { LastError = null });
        Assert.Empty(_sample.Reports);
        AssertFree();
        _sample.Store.CleanUp(Shared.UploadId);
        Assert.Equal([Shared.UploadId + ".json"], _sample.Files());
    }

    public void Dispose() => _sample.Dispose();

    private async Task<RoleProcess> StartAsync(bool isOtherBuild, string role)
    {
        Assert.SkipWhen(isOtherBuild && !File.Exists(RoleProcess.OtherProgram), $"{RoleProcess.OtherProgram} was not built.");
        return await RoleProcess.StartAsync(isOtherBuild ? RoleProcess.OtherProgram : RoleProcess.OwnProgram, role, _sample.Path);
    }

    private void AssertFree()
    {
        LockAnswer answer = _sample.Store.TryLock(Shared.UploadId);
        Assert.NotNull(answer.Lock);
        Assert.Null(answer.Problem);
        answer.Lock.Dispose();
    }
}
