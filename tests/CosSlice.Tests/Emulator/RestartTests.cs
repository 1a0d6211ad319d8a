using System.Diagnostics;
using CosSlice.Emulator.Storage;

namespace CosSlice.Tests.Emulator;

public sealed class RestartTests : IDisposable
{
    private const int Mebibyte = 1_048_576;

    private readonly DirectoryInfo _store = Directory.CreateTempSubdirectory("cosslice-test-");

    public void Dispose() => _store.Delete(recursive: true);

    [Fact]
    public async Task An_upload_goes_on_after_a_restart()
    {
        byte[] file = TestEmulator.RandomBytes((2 * Mebibyte) + 9);
        string session;
        await using (TestEmulator before = await StartAsync())
        {
            session = await before.InitAsync("dir/中.bin".Replace("中", "%E4%B8%AD", StringComparison.Ordinal), file.Length);
            await before.SliceAsync("dir/%E4%B8%AD.bin", session, 2 * Mebibyte, file[(2 * Mebibyte)..]);
            await before.SliceAsync("dir/%E4%B8%AD.bin", session, 0, file[..Mebibyte]);
        }

        await using TestEmulator after = await StartAsync();
        WireAnswer list = await after.ListAsync("dir/%E4%B8%AD.bin");
        Assert.Equal(session, list.Text("session"));
        Assert.Equal(2, list.Data.GetProperty("listparts").GetArrayLength());
        Assert.Equal(Mebibyte + 9, (await after.StatAsync("dir/%E4%B8%AD.bin")).Number("filelen"));
        await after.SliceAsync("dir/%E4%B8%AD.bin", session, Mebibyte, file[Mebibyte..(2 * Mebibyte)]);
        Assert.Equal(0, (await after.FinishAsync("dir/%E4%B8%AD.bin", session, file.Length)).Code);
        Assert.Equal(file, (await after.GetAsync("dir/%E4%B8%AD.bin")).Body);
    }

    [Fact]
    public async Task Objects_and_used_signatures_outlive_a_restart()
    {
        string once = TestEmulator.SignOnce("b");
        byte[] body = TestEmulator.Form(("op", "upload"), ("filecontent", "two"));
        await using (TestEmulator before = await StartAsync())
        {
            await before.PostAsync("a", ("op", "upload"), ("filecontent", "one"), ("biz_attr", "mine"));
            Assert.Equal(0, (await before.SendAsync(HttpMethod.Post, TestEmulator.Path("b"), body, once)).Code);
        }

        await using TestEmulator after = await StartAsync();
        Assert.Equal("one"u8.ToArray(), (await after.GetAsync("a")).Body);
        Assert.Equal("mine", (await after.StatAsync("a")).Text("biz_attr"));
        (await after.SendAsync(HttpMethod.Post, TestEmulator.Path("b"), body, once)).AssertRefused(-77, 403);
    }

    [Fact]
    public async Task A_torn_last_line_of_the_range_log_is_not_a_slice()
    {
        string session;
        await using (TestEmulator before = await StartAsync())
        {
            session = await before.InitAsync("a", 3 * Mebibyte);
            await before.SliceAsync("a", session, 0, new byte[Mebibyte]);
            await before.SliceAsync("a", session, Mebibyte, new byte[Mebibyte]);
        }

        string log = Assert.Single(Directory.GetFiles(_store.FullName, "ranges-*", SearchOption.AllDirectories));
        byte[] lines = await File.ReadAllBytesAsync(log, TestContext.Current.CancellationToken);
        int second = Array.IndexOf(lines, (byte)'\n') + 1;
        for (int cut = second; cut < lines.Length; cut++)
        {
            await File.WriteAllBytesAsync(log, lines[..cut], TestContext.Current.CancellationToken);
            Dictionary<long, long> ranges = RangeLog.Read(log);
            Assert.Equal(new Dictionary<long, long> { [0] = Mebibyte }, ranges);
            RangeLog.Append(log, 2 * Mebibyte, 5);
            Assert.Equal(new Dictionary<long, long> { [0] = Mebibyte, [2 * Mebibyte] = 5 }, RangeLog.Read(log));
        }
    }

    [Fact]
    public async Task A_head_that_was_being_written_changes_nothing()
    {
        await using (TestEmulator before = await StartAsync())
        {
            await before.PostAsync("a", ("op", "upload"), ("filecontent", "one"));
        }

        string head = Assert.Single(Directory.GetFiles(_store.FullName, "head.json", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(head)!, "head.tmp"), "{", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(head)!, "data-orphan"), "x", TestContext.Current.CancellationToken);
        await using TestEmulator after = await StartAsync();
        Assert.Equal("one"u8.ToArray(), (await after.GetAsync("a")).Body);
        Assert.Equal(0, (await after.PostAsync("a", ("op", "upload"), ("filecontent", "two"), ("insertOnly", 0))).Code);
        Assert.Equal(2, Directory.GetFiles(Path.GetDirectoryName(head)!).Length);
    }

    [Fact]
    public async Task A_store_that_can_not_be_written_is_told_with_the_services_code()
    {
        await using TestEmulator emulator = await StartAsync();
        string session = await emulator.InitAsync("a", Mebibyte);
        string objects = Path.Combine(_store.FullName, "objects");
        Directory.Delete(objects, recursive: true);
        await File.WriteAllTextAsync(objects, "in the way", TestContext.Current.CancellationToken);
        (await emulator.SliceAsync("a", session, 0, new byte[Mebibyte])).AssertRefused(-195, 500);
        (await emulator.PostAsync("b", ("op", "upload"), ("filecontent", "x"))).AssertRefused(-195, 500);
        (await emulator.PostAsync("c", ("op", "upload_slice_init"), ("filecontent", "x"), ("filesize", 1), ("slice_size", Mebibyte)))
            .AssertRefused(-195, 500);
    }

    [Fact]
    public async Task A_process_that_is_killed_keeps_every_slice_it_has_acknowledged()
    {
        byte[] file = TestEmulator.RandomBytes(12 * Mebibyte);
        string session;
        var acknowledged = new System.Collections.Concurrent.ConcurrentBag<long>();
        await using (EmulatorProcess process = await EmulatorProcess.StartAsync("--store", _store.FullName))
        {
            session = await process.Client.InitAsync("a", file.Length);
            Task[] slices = [.. Enumerable.Range(0, 12).Select(i => SendAsync(process, i))];
            await Task.WhenAny(slices);
            process.Kill();
            await Task.WhenAll(slices).WaitAsync(TestEmulator.Patience, TestEmulator.Cancellation);
        }

        Assert.NotEmpty(acknowledged);
        await using EmulatorProcess again = await EmulatorProcess.StartAsync("--store", _store.FullName);
        WireAnswer list = await again.Client.ListAsync("a");
        Assert.Equal(session, list.Text("session"));
        HashSet<long> kept = [.. list.Data.GetProperty("listparts").EnumerateArray().Select(part => part.GetProperty("offset").GetInt64())];
        Assert.Superset(acknowledged.ToHashSet(), kept);
        foreach (int missing in Enumerable.Range(0, 12).Where(i => !kept.Contains((long)i * Mebibyte)))
        {
            Assert.Equal(0, (await again.Client.SliceAsync("a", session, missing * Mebibyte, Slice(missing))).Code);
        }

        Assert.Equal(0, (await again.Client.FinishAsync("a", session, file.Length)).Code);
        Assert.Equal(file, (await again.Client.GetAsync("a")).Body);

        byte[] Slice(int index) => file[(index * Mebibyte)..((index + 1) * Mebibyte)];

        async Task SendAsync(EmulatorProcess process, int index)
        {
            try
            {
                WireAnswer answer = await process.Client.SliceAsync("a", session, index * Mebibyte, Slice(index));
                Assert.Equal(0, answer.Code);
                acknowledged.Add((long)index * Mebibyte);
            }
            catch (HttpRequestException)
            {
                // Killed while this slice was under way: it may or may not be there.
                Assert.True(process.WasKilled);
            }
        }
    }

    [Fact]
    public async Task The_program_says_where_it_is_and_ends_when_asked_to()
    {
        string store;
        await using (EmulatorProcess process = await EmulatorProcess.StartAsync())
        {
            Assert.Contains("Account: app id 10055004, SecretId AKIDemulator, SecretKey emulator, buckets: accesslog", process.Greeting);
            Assert.Contains($"  $env:COS_ENDPOINT = '{process.Client.Origin}'", process.Greeting);
            store = process.Greeting.Single(line => line.StartsWith("Store: ", StringComparison.Ordinal))["Store: ".Length..].Split(" (")[0];
            Assert.True(Directory.Exists(store));
            if (OperatingSystem.IsWindows())
            {
                // There is no signal to send to another process.
                Directory.Delete(store, recursive: true);
                return;
            }

            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            Assert.Equal(0, await process.ExitAsync());
        }

        Assert.False(Directory.Exists(store));
    }

    [Theory]
    [InlineData("--urls http://0.0.0.0:0", "reachable from other machines")]
    [InlineData("--urls http://*:0", "reachable from other machines")]
    [InlineData("--urls ftp://127.0.0.1:0", "neither http nor https")]
    [InlineData("--profile odd", "is no value for Profile")]
    [InlineData("--slice-size 0", "is no value for SliceSize")]
    [InlineData("--stroe x", "is not an option")]
    [InlineData("--store", "needs a value")]
    [InlineData("--store --quiet", "needs a value")]
    [InlineData("--Accounts:0:AppId 1", "SecretId is missing")]
    public async Task A_wrong_option_is_told_and_nothing_is_started(string arguments, string message)
    {
        (int code, string error) = await EmulatorProcess.FailAsync(arguments.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private Task<TestEmulator> StartAsync() => TestEmulator.StartAsync(options => options.Store = _store.FullName);
}
