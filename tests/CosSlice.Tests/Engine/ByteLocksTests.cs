using CosSlice.Journal;
using CosSlice.Tests.Support;
using CosSlice.Transfer;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Win32.SafeHandles;
using static CosSlice.Tests.Roles.JournalRoles;

namespace CosSlice.Tests.Engine;

/// <summary>Locks of many small uploads that are bytes of one file: each is as good as one with a file of its own.</summary>
public sealed class ByteLocksTests : IDisposable
{
    // As many uploaders as there is room for in the file.
    private const int Places = 64;
    private const int Ids = 3;

    private readonly ByteLocksSample _sample = new();

    public ByteLocksTests() => Assert.SkipUnless(RangeLock.IsThere, "This system has no locks of bytes.");

    [Fact]
    public void Of_many_locks_one_after_the_other_all_but_the_first_are_bytes()
    {
        JournalStore elsewhere = _sample.Elsewhere();
        using (ByteLocks bytes = new())
        {
            DateTime since = default;
            for (int i = 0; i < 200; i++)
            {
                using UploadLock held = _sample.Take(bytes, IdOf(i));
                bool isByte = i >= ByteLocksSample.AsTheyAre;
                since = i <= ByteLocksSample.AsTheyAre ? _sample.Clock.UtcNow.UtcDateTime : since;
                Assert.Equal(isByte ? [ByteLocksSample.FileName] : [IdOf(i) + ".lock"], _sample.Files());
                LockHolder seen = elsewhere.FindHolder(IdOf(i))!;
                Assert.Equal((Environment.ProcessId, Environment.MachineName, since), (seen.ProcessId, seen.Machine, seen.Since));
                Assert.NotNull(_sample.Store.FindHolder(IdOf(i)));
                Assert.Null(_sample.Store.TryLock(IdOf(i), bytes).Lock);
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
                _sample.Clock.Advance(TimeSpan.FromSeconds(0.3));
            }
        }

        _sample.AssertNothingLeft();
    }

    [Fact]
    public void Many_at_the_same_time_are_all_locks()
    {
        JournalStore elsewhere = _sample.Elsewhere();
        using (ByteLocks bytes = _sample.Begin())
        {
            UploadLock[] held = [.. Enumerable.Range(0, 600).Select(i => _sample.Take(bytes, IdOf(i)))];

            Assert.Equal([ByteLocksSample.FileName], _sample.Files());
            Assert.All(Enumerable.Range(0, held.Length), i => Assert.NotNull(elsewhere.FindHolder(IdOf(i))));
            Parallel.ForEach(held, one => one.Dispose());
            Assert.All(Enumerable.Range(0, held.Length), i => Assert.Null(elsewhere.FindHolder(IdOf(i))));
        }

        _sample.AssertNothingLeft();
    }

    [Fact]
    public async Task Many_that_come_and_go_at_the_same_time_are_all_locks()
    {
        JournalStore elsewhere = _sample.Elsewhere();
        using (ByteLocks bytes = _sample.Begin())
        {
            await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, (i, _) =>
            {
                using UploadLock held = _sample.Take(bytes, IdOf(i));
                Assert.NotNull(elsewhere.FindHolder(IdOf(i)));
                return ValueTask.CompletedTask;
            }).Guarded();
        }

        _sample.AssertNothingLeft();
    }

    [Fact]
    public async Task Of_several_that_want_one_at_once_by_bytes_and_by_files_one_has_it()
    {
        JournalStore[] stores = [_sample.Elsewhere(), _sample.Elsewhere(), _sample.Elsewhere(), _sample.Elsewhere()];
        ByteLocks?[] bytes = [_sample.Begin(stores[0]), _sample.Begin(stores[1]), null, null];
        for (int i = 0; i < 100; i++)
        {
            LockAnswer[] answers = await Task.WhenAll(stores.Select((store, at) => Task.Run(() => store.TryLock(IdOf(i % 2), bytes[at])))).Guarded();

            Assert.All(answers, answer => Assert.Null(answer.Problem));
            Assert.Single(answers, answer => answer.Lock is not null).Lock!.Dispose();
        }

        Array.ForEach(bytes, one => one?.Dispose());
        _sample.AssertNothingLeft();
    }

    [Fact]
    public void A_file_that_another_one_holds_keeps_out_who_asks_for_the_byte()
    {
        using ByteLocks bytes = _sample.Begin();
        JournalStore elsewhere = _sample.Elsewhere();
        using UploadLock its = _sample.Take(null, IdOf(1), elsewhere);

        LockAnswer refused = _sample.Store.TryLock(IdOf(1), bytes);

        Assert.Null(refused.Lock);
        Assert.Equal((LockFile.HolderOf(_sample.LockOf(IdOf(1))), null), (refused.Holder, refused.Problem));
        Assert.Null(elsewhere.FindHolder(IdOf(2)));
        its.Dispose();
        using UploadLock mine = _sample.Take(bytes, IdOf(1));
        Assert.False(_sample.HasFile(IdOf(1)));
    }

    [Fact]
    public void A_byte_that_another_one_has_keeps_out_who_asks_for_the_file_and_nothing_of_that_stays()
    {
        using ByteLocks bytes = _sample.Begin();
        JournalStore elsewhere = _sample.Elsewhere();
        UploadLock its = _sample.Take(bytes, IdOf(1));

        LockAnswer refused = elsewhere.TryLock(IdOf(1));

        Assert.Null(refused.Lock);
        Assert.Equal((Environment.ProcessId, null), (refused.Holder!.ProcessId, refused.Problem));
        Assert.Equal([ByteLocksSample.FileName], _sample.Files());
        its.Dispose();
        using UploadLock mine = _sample.Take(null, IdOf(1), elsewhere);
        Assert.True(_sample.HasFile(IdOf(1)));
    }

    [Fact]
    public void A_file_that_a_dead_process_left_is_taken_over()
    {
        ByteLocks bytes = _sample.Begin();
        _sample.LeaveDead(IdOf(1));

        using UploadLock mine = _sample.Take(bytes, IdOf(1));

        LockHolder seen = _sample.Elsewhere().FindHolder(IdOf(1))!;
        Assert.Equal((Environment.ProcessId, Environment.MachineName), (seen.ProcessId, seen.Machine));
        mine.Dispose();
        using UploadLock next = _sample.Take(bytes, IdOf(2));
        Assert.False(_sample.HasFile(IdOf(2)));
        next.Dispose();
        bytes.Dispose();
        _sample.AssertNothingLeft();
    }

    [Fact]
    public void A_folder_that_goes_midway_is_made_again_and_locks_are_locks()
    {
        ByteLocks bytes = _sample.Begin();
        JournalStore elsewhere = _sample.Elsewhere();
        using UploadLock before = _sample.Take(bytes, IdOf(1));
        Directory.Delete(_sample.Path, recursive: true);
        _sample.Clock.Advance(TimeSpan.FromSeconds(1));

        using UploadLock after = _sample.Take(bytes, IdOf(3));
        Assert.NotNull(elsewhere.FindHolder(IdOf(3)));
        before.Dispose();
        _sample.AssertFree(IdOf(1), bytes);
        after.Dispose();
        bytes.Dispose();

        Assert.Empty(_sample.Files());
        _sample.AssertNothingOpen();
    }

    [Fact]
    public void A_file_that_others_have_replaced_is_used_no_more()
    {
        ByteLocks bytes = _sample.Begin();
        _sample.Take(bytes, IdOf(1)).Dispose();
        File.Delete(_sample.PathOf(ByteLocksSample.FileName));
        JournalStore elsewhere = _sample.Elsewhere();
        using ByteLocks others = _sample.Begin(elsewhere);
        using UploadLock its = _sample.Take(others, IdOf(1), elsewhere);
        _sample.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(_sample.Store.TryLock(IdOf(1), bytes).Lock);
        using UploadLock mine = _sample.Take(bytes, IdOf(2));

        Assert.True(_sample.HasFile(IdOf(2)));
        Assert.NotNull(elsewhere.FindHolder(IdOf(2)));
    }

    [Fact]
    public void What_is_let_go_after_the_uploader_is_a_lock_until_then()
    {
        ByteLocks bytes = _sample.Begin();
        JournalStore elsewhere = _sample.Elsewhere();
        UploadLock[] held = [.. Enumerable.Range(0, 5).Select(i => _sample.Take(bytes, IdOf(i)))];

        bytes.Dispose();
        bytes.Dispose();

        held[0].Dispose();
        Assert.Null(elsewhere.FindHolder(IdOf(0)));
        Assert.All(Enumerable.Range(1, 4), i => Assert.NotNull(elsewhere.FindHolder(IdOf(i))));
        using (_sample.Take(bytes, IdOf(5)))
        {
            Assert.True(_sample.HasFile(IdOf(5)));
        }

        Array.ForEach(held, one => one.Dispose());
        _sample.AssertNothingLeft();
    }

    [Fact]
    public void Uploads_that_take_their_locks_after_the_uploader_went_leave_nothing()
    {
        UploadServices services = new(new TransferOptions { StateFolder = _sample.Path }, _sample.Clock, observer: null);
        services.Dispose();

        for (int i = 0; i < 2 * ByteLocksSample.AsTheyAre; i++)
        {
            _sample.Take(services.ByteLocks, IdOf(i)).Dispose();
        }

        Assert.Empty(_sample.Files());
        _sample.AssertNothingOpen();
    }

    [Fact]
    public void Who_finds_no_place_in_the_file_has_files()
    {
        List<ByteLocks> others = [];
        List<UploadLock> held = [];
        for (int i = 0; i < Places; i++)
        {
            JournalStore store = _sample.Elsewhere();
            others.Add(_sample.Begin(store));
            held.Add(_sample.Take(others[i], IdOf(i), store));
        }

        Assert.Equal([ByteLocksSample.FileName], _sample.Files());
        using ByteLocks late = _sample.Begin();
        using UploadLock mine = _sample.Take(late, IdOf(1000));

        Assert.True(_sample.HasFile(IdOf(1000)));
        Assert.All(Enumerable.Range(0, Places), i => Assert.Equal(Environment.ProcessId, _sample.Store.FindHolder(IdOf(i))?.ProcessId));
        others[0].Dispose();
        held[0].Dispose();
        using ByteLocks next = _sample.Begin();
        using UploadLock its = _sample.Take(next, IdOf(1001));
        Assert.False(_sample.HasFile(IdOf(1001)));
        held.ForEach(one => one.Dispose());
        others.ForEach(one => one.Dispose());
    }

    [Theory]
    [InlineData("a link")]
    [InlineData("a folder")]
    public void Where_something_else_has_the_files_name_uploads_have_files(string what)
    {
        Directory.CreateDirectory(_sample.Path);
        string path = _sample.PathOf(ByteLocksSample.FileName);
        string elsewhere = Path.Combine(Path.GetDirectoryName(_sample.Path)!, "elsewhere");
        if (what == "a link")
        {
            File.CreateSymbolicLink(path, elsewhere);
        }
        else
        {
            Directory.CreateDirectory(path);
        }

        using ByteLocks bytes = _sample.Begin();
        using UploadLock held = _sample.Take(bytes, IdOf(1));

        Assert.True(_sample.HasFile(IdOf(1)));
        Assert.NotNull(_sample.Elsewhere().FindHolder(IdOf(1)));
        Assert.False(File.Exists(elsewhere));
    }

    [Fact]
    public void Who_can_make_no_file_is_refused_where_another_one_has_the_byte()
    {
        using ByteLocks bytes = _sample.Begin();
        using UploadLock its = _sample.Take(bytes, IdOf(1));
        Directory.CreateDirectory(_sample.LockOf(IdOf(1)));
        JournalStore elsewhere = _sample.Elsewhere();

        LockAnswer refused = elsewhere.TryLock(IdOf(1));
        LockAnswer free = elsewhere.TryLock(IdOf(2));

        Assert.Null(refused.Lock);
        Assert.Equal(Environment.ProcessId, refused.Holder!.ProcessId);
        Assert.NotNull(free.Lock);
        free.Lock.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Places + 1)]
    public void A_lock_of_something_else_on_the_file_is_one_of_nobody_knows_whom(long length)
    {
        using (ByteLocks bytes = _sample.Begin())
        {
            _sample.Take(bytes, IdOf(1)).Dispose();
        }

        string path = _sample.PathOf(ByteLocksSample.FileName);
        using SafeFileHandle file = UnixFiles.OpenFile(path, forWriting: true)!;
        Assert.True(RangeLock.TryTake(file, path, Convert.ToInt64(IdOf(1)[..15], 16), length));

        LockAnswer refused = _sample.Elsewhere().TryLock(IdOf(1));

        Assert.Null(refused.Lock);
        Assert.Equal(LockHolder.Unknown, refused.Holder);
    }

    [Fact]
    public void The_file_is_no_stranger_in_the_folder_and_the_users_alone()
    {
        using ByteLocks bytes = _sample.Begin();
        using UploadLock held = _sample.Take(bytes, IdOf(1));

        Assert.Empty(_sample.Store.List());

        Assert.Empty(_sample.Reports);
        Assert.Equal(UnixMode.PrivateFile, UnixMode.Of(_sample.PathOf(ByteLocksSample.FileName))?.Permissions);
    }

    [Fact]
    public void What_nobody_wrote_into_the_file_says_nothing_of_who_holds_and_frees_nothing()
    {
        using ByteLocks bytes = _sample.Begin();
        using UploadLock held = _sample.Take(bytes, IdOf(1));
        File.WriteAllText(_sample.PathOf(ByteLocksSample.FileName), "{");

        LockAnswer refused = _sample.Elsewhere().TryLock(IdOf(1));

        Assert.Null(refused.Lock);
        Assert.Equal(LockHolder.Unknown, refused.Holder);
    }

    [Fact]
    public void Taken_and_let_go_in_any_order_an_upload_has_one_holder_and_nothing_is_left()
        => Prop.ForAll(Steps().ToArbitrary(), steps =>
        {
            using ByteLocksSample sample = new();
            JournalStore[] stores = [sample.Store, sample.Elsewhere()];
            JournalStore onlooker = sample.Elsewhere();
            ByteLocks[] bytes = [.. stores.Select(store => sample.Begin(store))];
            Dictionary<int, UploadLock> held = [];
            sample.Take(bytes[0], IdOf(Ids)).Dispose();
            foreach ((int what, int store, int id) in steps)
            {
                if (what == 0)
                {
                    bytes[store].Dispose();
                    bytes[store] = sample.Begin(stores[store]);
                }
                else if (held.Remove(id, out UploadLock? old) && what < 5)
                {
                    old.Dispose();
                }
                else
                {
                    LockAnswer answer = stores[store].TryLock(IdOf(id), what == 9 ? null : bytes[store]);
                    Assert.Equal(old is null, answer.Lock is not null);
                    held[id] = answer.Lock ?? old!;
                }

                Assert.All(Enumerable.Range(0, Ids), other => Assert.Equal(held.ContainsKey(other), onlooker.FindHolder(IdOf(other)) is not null));
            }

            foreach (UploadLock one in held.Values)
            {
                one.Dispose();
            }

            Array.ForEach(bytes, one => one.Dispose());
            sample.AssertNothingLeft();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public async Task Many_small_files_of_one_uploader_have_few_files_for_their_locks_and_large_ones_have_theirs()
    {
        await using Service service = await Service.StartAsync();
        string[] small = [.. Enumerable.Range(0, 60).Select(i => service.Folder.File($"{i}.bin", 1000 + i, i))];
        string[] large = [.. Enumerable.Range(0, 3).Select(i => service.Folder.File($"large-{i}.bin", 2_000_000, i))];
        HashSet<string> smallOnes = [], largeOnes = [];
        service.Faults
            .On("upload", Faults.Before(() => Look(smallOnes)), small.Length)
            .On("upload_slice_data", Faults.Before(() => Look(largeOnes)), large.Length);
        using (CosUploader uploader = service.Uploader(new TransferOptions { SimpleUploadLimit = 1_000_000 }))
        {
            await Task.WhenAll(small.Select(path => uploader.Start(service.Request(path), TestContext.Current.CancellationToken).Completion)).Guarded();
            await Task.WhenAll(large.Select(path => uploader.Start(service.Request(path), TestContext.Current.CancellationToken).Completion)).Guarded();
        }

        Assert.InRange(smallOnes.Count, 1, ByteLocksSample.AsTheyAre);
        Assert.Equal(large.Length, largeOnes.Count);
        Assert.Equal([ByteLocksSample.FileName], service.StateFiles());
        await Task.WhenAll(small.Concat(large).Select(path => service.AssertStoredAsync(path)));

        void Look(HashSet<string> seen)
        {
            lock (seen)
            {
                seen.UnionWith(service.StateFiles().Where(name => name.EndsWith(".lock", StringComparison.Ordinal) && name != ByteLocksSample.FileName));
            }
        }
    }

    public void Dispose() => _sample.Dispose();

    private static Gen<(int What, int Store, int Id)[]> Steps()
        => Gen.Choose(0, 9).SelectMany(what => Gen.Choose(0, 1).SelectMany(store => Gen.Choose(0, Ids - 1).Select(id => (what, store, id)))).ArrayOf();
}
