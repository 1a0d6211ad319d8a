using System.Text.Json;
using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interruptions;

/// <summary>Two processes and one file: one uploads, the other is told who does, and nothing breaks.</summary>
public class RaceTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData(4, CosChecksum.Sha1)]
    [InlineData(4, CosChecksum.Md5)]
    [InlineData(1, CosChecksum.Sha1)]
    public async Task The_second_process_is_told_who_uploads_and_the_first_is_not_disturbed(int apiVersion, CosChecksum checksum)
    {
        Random random = Chance.New();
        await using Service service = await Service.StartAsync();
        UploadTask task = Task(service, apiVersion, checksum);
        HeldSlices held = new(service, task, pass: 2);
        await using RoleProcess first = await BeginAsync(service, task, random, held);
        byte[] entry = await File.ReadAllBytesAsync(EntryOf(service), TestContext.Current.CancellationToken);
        int requests = service.Emulator.Requests.Count;

        AssertLocked(await RunAsync(service, task, random), first.Id);
        AssertLocked(await RunAsync(service, task with { IsResume = true }, random), first.Id);

        Assert.Equal(requests, service.Emulator.Requests.Count);
        Assert.Equal(entry, await File.ReadAllBytesAsync(EntryOf(service), TestContext.Current.CancellationToken));
        held.Release();
        AssertStored((await first.ToEndAsync())[^1]);
        await AssertWholeAsync(service, task);
    }

    [Theory]
    [InlineData(4, CosChecksum.Sha1)]
    [InlineData(4, CosChecksum.None)]
    [InlineData(1, CosChecksum.Sha1)]
    public async Task The_second_process_carries_on_once_the_first_is_killed(int apiVersion, CosChecksum checksum)
    {
        Random random = Chance.New();
        await using Service service = await Service.StartAsync();
        UploadTask task = Task(service, apiVersion, checksum);
        HeldSlices held = new(service, task, pass: 2);
        await using RoleProcess first = await BeginAsync(service, task, random, held);
        AssertLocked(await RunAsync(service, task, random), first.Id);

        first.Kill();
        _ = await first.ToEndAsync();
        await held.GoneAsync();
        held.Release();
        CosFile stored = AssertStored(await RunAsync(service, task, random));

        Assert.True(stored.Resumed);
        Assert.Equal(new FileInfo(task.LiteralPath).Length - (2 * Mebibyte), stored.BytesSent);
        await AssertWholeAsync(service, task);
    }

    [Fact]
    public async Task Once_the_first_process_is_through_the_second_returns_its_result()
    {
        Random random = Chance.New();
        await using Service service = await Service.StartAsync();
        UploadTask task = Task(service, 4, CosChecksum.Sha1);
        CosFile first = AssertStored(await RunAsync(service, task, random));

        CosFile second = AssertStored(await RunAsync(service, task, random));

        Assert.Equal(first.AccessUrl, second.AccessUrl);
        Assert.Equal(0, second.BytesSent);
        await AssertWholeAsync(service, task);
    }

    [Fact]
    public async Task Processes_that_begin_at_once_do_not_spoil_each_other()
    {
        Random random = Chance.New();
        await using Service service = await Service.StartAsync();
        UploadTask task = Task(service, 4, CosChecksum.Sha1);
        await using RoleProcess one = await Uploaders.StartEngineAsync(task, service.StateFolder, random);
        await using RoleProcess other = await Uploaders.StartEngineAsync(task, service.StateFolder, random);

        one.Go();
        other.Go();
        string[] ends = [(await one.ToEndAsync())[^1], (await other.ToEndAsync())[^1]];

        // The one that is later either is told of the first or finds it through.
        Assert.Contains(ends, end => end.StartsWith(UploadRole.Stored, StringComparison.Ordinal));
        Assert.All(ends, end => Assert.True(
            end.StartsWith(UploadRole.Stored, StringComparison.Ordinal) || end.StartsWith(UploadRole.Failed + "UploadLocked", StringComparison.Ordinal), end));
        await AssertWholeAsync(service, task);
    }

    private static UploadTask Task(Service service, int apiVersion, CosChecksum checksum)
        => new(service.Emulator.Endpoint, service.Folder.File("raced.bin", (6 * Mebibyte) + 1)) { ApiVersion = apiVersion, Checksum = checksum };

    private static async Task<RoleProcess> BeginAsync(Service service, UploadTask task, Random random, HeldSlices held)
    {
        RoleProcess process = await Uploaders.StartEngineAsync(task, service.StateFolder, random);
        process.Go();
        await held.FullAsync();
        return process;
    }

    private static async Task<string> RunAsync(Service service, UploadTask task, Random random)
    {
        await using RoleProcess process = await Uploaders.StartEngineAsync(task, service.StateFolder, random);
        process.Go();
        return (await process.ToEndAsync())[^1];
    }

    private static string EntryOf(Service service) => Assert.Single(Directory.GetFiles(service.StateFolder, "*.json"));

    private static void AssertLocked(string end, int holder)
    {
        Assert.StartsWith(UploadRole.Failed + "UploadLocked", end, StringComparison.Ordinal);
        Assert.Contains($"process {holder} on machine {Environment.MachineName} since", end, StringComparison.Ordinal);
    }

    private static CosFile AssertStored(string end)
    {
        Assert.StartsWith(UploadRole.Stored, end, StringComparison.Ordinal);
        return JsonSerializer.Deserialize<CosFile>(end[UploadRole.Stored.Length..])!;
    }

    private static async Task AssertWholeAsync(Service service, UploadTask task)
    {
        await service.AssertStoredAsync(task.LiteralPath);
        long?[] taken = [.. service.Emulator.Requests.Where(request => request.Code == 0 && request.DataLength > 0).Select(slice => slice.Offset)];
        Assert.Equal(taken.Distinct(), taken);
        Assert.Empty(Directory.GetFiles(service.StateFolder));
    }
}
