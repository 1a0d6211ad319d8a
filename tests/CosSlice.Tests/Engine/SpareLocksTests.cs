using CosSlice.Journal;
using CosSlice.Tests.Support;
using CosSlice.Transfer;
using FsCheck;
using FsCheck.Fluent;
using static CosSlice.Tests.Roles.JournalRoles;

namespace CosSlice.Tests.Engine;

/// <summary>Locks of many uploads that share a few files: each is as good as one with a file of its own.</summary>
public sealed class SpareLocksTests : IDisposable
{
    // As many files as one uploader lends.
    private const int Most = 512;
    private const int Ids = 3;

    private readonly SpareLocksSample _sample = new();

    public SpareLocksTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no files that others may name.");

    [Fact]
    public void Of_many_locks_one_after_the_other_all_but_the_first_share_one_file()
    {
        JournalStore elsewhere = _sample.Elsewhere();
        HashSet<string> spares = [];
        using (SpareLocks lending = new())
        {
            for (int i = 0; i < 200; i++)
            {
                using UploadLock held = _sample.Take(lending, IdOf(i));
                spares.UnionWith(_sample.Spares());
                Assert.Equal(i < SpareLocksSample.AsTheyAre ? 0 : 1, spares.Count);
                Assert.Equal(spares.Count + 1, _sample.Files().Count);
                Assert.True(LockFile.IsTaken(_sample.LockOf(IdOf(i))));
                LockHolder seen = elsewhere.FindHolder(IdOf(i))!;
                Assert.Equal((Environment.ProcessId, Environment.MachineName, _sample.Clock.UtcNow.UtcDateTime), (seen.ProcessId, seen.Machine, seen.Since));
                Assert.NotNull(_sample.Store.FindHolder(IdOf(i)));
                Assert.Null(_sample.Store.TryLock(IdOf(i), lending).Lock);
                if (i % 20 == 0)
                {
                    LockAnswer refused = elsewhere.TryLock(IdOf(i));
                    Assert.Null(refused.Lock);
                    Assert.Null(refused.Problem);
                    Assert.Equal(seen, refused.Holder);
                }

                held.Dispose();
                held.Dispose();
                Assert.Null(elsewhere.FindHolder(IdOf(i)));
                _sample.Clock.Advance(TimeSpan.FromSeconds(1));
            }
        }

        _sample.AssertNothingLeft();
    }

    [Fact]
    public void More_at_the_same_time_than_files_are_lent_are_all_locks()
    {
        using (SpareLocks lending = new())
        {
            UploadLock[] held = [.. Enumerable.Range(0, Most + 64).Select(i => _sample.Take(lending, IdOf(i)))];

            Assert.Equal(Most, _sample.Spares().Count);
            Assert.Equal((2 * Most) + 64, _sample.Files().Count);
            Assert.All(Enumerable.Range(0, held.Length), i => Assert.True(LockFile.IsTaken(_sample.LockOf(IdOf(i)))));
            Parallel.ForEach(held, one => one.Dispose());
            Assert.Equal(_sample.Spares(), _sample.Files());
            Assert.Equal(Most, _sample.Spares().Count);
        }

        _sample.AssertNothingLeft();
    }

    [Fact]
    public async Task Many_that_come_and_go_at_the_same_time_are_all_locks_by_a_few_files()
    {
        using (SpareLocks lending = new())
        {
            await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, (i, _) =>
            {
                using UploadLock held = _sample.Take(lending, IdOf(i));
                Assert.True(LockFile.IsTaken(_sample.LockOf(IdOf(i))));
                return ValueTask.CompletedTask;
            }).Guarded();

            Assert.InRange(_sample.Spares().Count, 1, 8);
            Assert.Equal(_sample.Spares(), _sample.Files());
        }

        _sample.AssertNothingLeft();
    }

    [Fact]
    public async Task What_a_dead_process_left_under_two_names_is_free_while_one_of_them_is_swept()
    {
        await using Sweeping sweeping = new(_sample);

        for (int i = 0; i < 200; i++)
        {
            _sample.LeaveDead(IdOf(1));

            // Nobody else takes it, so it is never refused.
            using UploadLock held = _sample.Take(null, IdOf(1));
            Assert.True(LockFile.IsTaken(_sample.LockOf(IdOf(1))));
        }
    }

    [Fact]
    public async Task What_a_dead_process_left_under_two_names_is_had_by_one_while_one_of_them_is_swept()
    {
        JournalStore[] stores = [_sample.Elsewhere(), _sample.Elsewhere(), _sample.Elsewhere()];
        SpareLocks[] lending = [.. stores.Select(store => _sample.Begin(store))];
        await using (Sweeping sweeping = new(_sample))
        {
            for (int i = 0; i < 30; i++)
            {
                _sample.LeaveDead(IdOf(1));
                LockAnswer[] answers = await Task.WhenAll(
                    stores.Select((store, at) => Task.Run(() => store.TryLock(IdOf(1), lending[at])))).Guarded();

                Assert.All(answers, answer => Assert.Null(answer.Problem));
                using UploadLock held = Assert.Single(answers, answer => answer.Lock is not null).Lock!;
                Assert.True(LockFile.IsTaken(_sample.LockOf(IdOf(1))));
            }
        }

        Array.ForEach(lending, one => one.Dispose());
        _sample.AssertNothingLeft();
    }

    [Fact]
    public void A_folder_that_goes_midway_is_made_again_and_locks_are_locks()
    {
        SpareLocks lending = _sample.Begin();
        using UploadLock before = _sample.Take(lending, IdOf(1));
        _sample.Take(lending, IdOf(2)).Dispose();
        Directory.Delete(_sample.Path, recursive: true);

        using UploadLock after = _sample.Take(lending, IdOf(3));
        Assert.True(LockFile.IsTaken(_sample.LockOf(IdOf(3))));
        before.Dispose();
        _sample.AssertFree(IdOf(1));
        using UploadLock later = _sample.Take(lending, IdOf(4));
        Assert.True(LockFile.IsTaken(_sample.LockOf(IdOf(4))));
        after.Dispose();
        later.Dispose();
        lending.Dispose();

        _sample.AssertNothingLeft();
    }

    [Fact]
    public void Files_that_somebody_removes_midway_are_no_longer_lent()
    {
        SpareLocks lending = _sample.Begin();
        UploadLock[] before = [_sample.Take(lending, IdOf(1)), _sample.Take(lending, IdOf(2))];
        before[1].Dispose();
        RemoveSpares();

        using UploadLock after = _sample.Take(lending, IdOf(3));
        Assert.All([IdOf(1), IdOf(3)], id => Assert.True(LockFile.IsTaken(_sample.LockOf(id))));
        before[0].Dispose();
        after.Dispose();
        _sample.AssertFree(IdOf(1));
        _sample.AssertFree(IdOf(3));
        lending.Dispose();

        _sample.AssertNothingLeft();
    }

    [Fact]
    public void A_name_that_was_lost_to_another_gives_nobody_a_lock_of_that_other()
    {
        using SpareLocks one = _sample.Begin();
        _sample.Take(one, IdOf(1)).Dispose();
        RemoveSpares();
        SpareLocks other = _sample.Begin();
        UploadLock its = _sample.Take(other, IdOf(2));

        using UploadLock mine = _sample.Take(one, IdOf(3));
        its.Dispose();
        other.Dispose();

        Assert.True(LockFile.IsTaken(_sample.LockOf(IdOf(3))));
    }

    [Fact]
    public void A_name_that_was_lost_to_another_is_left_to_that_other()
    {
        SpareLocks one = _sample.Begin();
        _sample.Take(one, IdOf(1)).Dispose();
        RemoveSpares();
        using SpareLocks other = _sample.Begin();
        using UploadLock its = _sample.Take(other, IdOf(2));

        one.Dispose();

        Assert.Single(_sample.Spares());
    }

    [Fact]
    public void A_lock_that_is_another_ones_is_refused_and_told_of()
    {
        using SpareLocks lending = _sample.Begin();
        JournalStore elsewhere = _sample.Elsewhere();
        using UploadLock its = _sample.Take(null, IdOf(1), elsewhere);

        LockAnswer refused = _sample.Store.TryLock(IdOf(1), lending);

        Assert.Null(refused.Lock);
        Assert.Equal((elsewhere.FindHolder(IdOf(1)), null), (refused.Holder, refused.Problem));
        Assert.True(LockFile.IsTaken(_sample.LockOf(IdOf(1))));
        Assert.Null(elsewhere.FindHolder(IdOf(2)));
        its.Dispose();
        using UploadLock mine = _sample.Take(lending, IdOf(1));
        Assert.Single(_sample.Spares());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_lock_that_a_dead_process_left_is_taken_over(bool hasTwoNames)
    {
        SpareLocks lending = _sample.Begin();
        if (hasTwoNames)
        {
            _sample.LeaveDead(IdOf(1));
        }
        else
        {
            File.WriteAllBytes(_sample.LockOf(IdOf(1)), new LockHolder(1, new string('m', 300), DateTime.UnixEpoch, "t").ToBytes());
        }

        using UploadLock mine = _sample.Take(lending, IdOf(1));

        LockHolder seen = _sample.Elsewhere().FindHolder(IdOf(1))!;
        Assert.Equal((Environment.ProcessId, Environment.MachineName), (seen.ProcessId, seen.Machine));
        mine.Dispose();
        lending.Dispose();
        _sample.AssertNothingLeft();
    }

    [Fact]
    public void What_is_given_back_afterwards_goes_and_is_a_lock_until_then()
    {
        SpareLocks lending = _sample.Begin();
        UploadLock[] held = [.. Enumerable.Range(0, 5).Select(i => _sample.Take(lending, IdOf(i)))];

        lending.Dispose();
        lending.Dispose();

        Assert.All(Enumerable.Range(0, 5), i => Assert.True(LockFile.IsTaken(_sample.LockOf(IdOf(i)))));
        _sample.Take(lending, IdOf(5)).Dispose();
        Assert.Equal(5, _sample.Spares().Count);
        Array.ForEach(held, one => one.Dispose());
        _sample.AssertNothingLeft();
    }

    [Fact]
    public void Uploads_that_take_their_locks_after_the_uploader_went_leave_nothing()
    {
        UploadServices services = new(new TransferOptions { StateFolder = _sample.Path }, _sample.Clock, observer: null);
        services.Dispose();

        for (int i = 0; i < 2 * SpareLocksSample.AsTheyAre; i++)
        {
            _sample.Take(services.SpareLocks, IdOf(i)).Dispose();
        }

        _sample.AssertNothingLeft();
    }

    [Fact]
    public void What_cannot_be_swept_keeps_nothing_else_from_it()
    {
        SpareLocks lending = _sample.Begin();
        _sample.Take(lending, IdOf(1)).Dispose();
        string[] links = [.. Enumerable.Range(0, 20).Select(i => $"spare-{IdOf(i)}.lock")];
        foreach (string link in links)
        {
            File.CreateSymbolicLink(_sample.PathOf(link), "nowhere");
            File.WriteAllText(_sample.PathOf($"spare-{Guid.NewGuid():N}.lock"), "what a dead process left");
        }

        lending.Dispose();

        Assert.Equal(links, _sample.Files());
    }

    [Fact]
    public void They_are_no_strangers_in_the_folder_and_the_users_alone()
    {
        using SpareLocks lending = _sample.Begin();
        using UploadLock held = _sample.Take(lending, IdOf(1));
        File.WriteAllText(_sample.PathOf("spare-3.lock"), string.Empty);

        Assert.Empty(_sample.Store.List());

        Assert.Empty(_sample.Reports);
        Assert.All(_sample.Files().Where(name => name != "spare-3.lock"), name => Assert.Equal(UnixMode.PrivateFile, UnixMode.Of(_sample.PathOf(name))?.Permissions));
    }

    [Fact]
    public void Taken_and_let_go_in_any_order_an_upload_has_one_holder_and_nothing_is_left()
        => Prop.ForAll(Steps().ToArbitrary(), steps =>
        {
            using SpareLocksSample sample = new();
            JournalStore[] stores = [sample.Store, sample.Elsewhere()];
            SpareLocks[] lending = [.. stores.Select(store => sample.Begin(store))];
            Dictionary<int, UploadLock> held = [];
            foreach ((int what, int store, int id) in steps)
            {
                if (what == 0)
                {
                    lending[store].Dispose();
                    lending[store] = sample.Begin(stores[store]);
                }
                else if (held.Remove(id, out UploadLock? old) && what < 5)
                {
                    old.Dispose();
                }
                else
                {
                    LockAnswer answer = stores[store].TryLock(IdOf(id), lending[store]);
                    Assert.Equal(old is null, answer.Lock is not null);
                    held[id] = answer.Lock ?? old!;
                }

                Assert.All(Enumerable.Range(0, Ids), other => Assert.Equal(held.ContainsKey(other), LockFile.IsTaken(sample.LockOf(IdOf(other)))));
            }

            foreach (UploadLock one in held.Values)
            {
                one.Dispose();
            }

            Array.ForEach(lending, one => one.Dispose());
            sample.AssertNothingLeft();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public async Task Many_small_files_of_one_uploader_leave_nothing()
    {
        await using Service service = await Service.StartAsync();
        string[] paths = [.. Enumerable.Range(0, 60).Select(i => service.Folder.File($"{i}.bin", 1000 + i, i))];
        int most = 0;
        service.Faults.On("upload", Faults.Before(() => most = Math.Max(most, service.StateFiles().Count(name => name.StartsWith("spare-", StringComparison.Ordinal)))), paths.Length);
        using (CosUploader uploader = service.Uploader())
        {
            await Task.WhenAll(paths.Select(path => uploader.Start(service.Request(path), TestContext.Current.CancellationToken).Completion)).Guarded();
        }

        Assert.InRange(most, 1, Most);
        Assert.Empty(service.StateFiles());
        await Task.WhenAll(paths.Select(path => service.AssertStoredAsync(path)));
    }

    public void Dispose() => _sample.Dispose();

    private static Gen<(int What, int Store, int Id)[]> Steps()
        => Gen.Choose(0, 9).SelectMany(what => Gen.Choose(0, 1).SelectMany(store => Gen.Choose(0, Ids - 1).Select(id => (what, store, id)))).ArrayOf();

    private void RemoveSpares()
    {
        foreach (string name in _sample.Spares())
        {
            File.Delete(_sample.PathOf(name));
        }
    }

    /// <summary>Sweeps over and over on another thread, as often as it can.</summary>
    private sealed class Sweeping : IAsyncDisposable
    {
        private readonly Task _task;
        private volatile bool _isEnough;

        public Sweeping(SpareLocksSample sample) => _task = Task.Run(() =>
        {
            while (!_isEnough)
            {
                foreach (string name in sample.Spares())
                {
                    LockFile.Sweep(sample.PathOf(name));
                }
            }
        });

        public async ValueTask DisposeAsync()
        {
            _isEnough = true;
            await _task.Guarded();
        }
    }
}
