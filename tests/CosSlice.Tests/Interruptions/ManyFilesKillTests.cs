using CosSlice.Journal;
using CosSlice.Tests.Engine;
using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interruptions;

/// <summary>A process that uploads many small files is killed in their middle, and the next one uploads them all.</summary>
public class ManyFilesKillTests
{
    private const int Files = 100;

    // By then most locks are bytes of one file.
    private const int Early = 30;

    [Fact]
    public async Task Killed_among_many_small_files_a_process_leaves_nothing_that_the_next_one_does_not_store_or_remove()
    {
        Random random = Chance.New();
        await using Service service = await Service.StartAsync();
        string[] paths = [.. Enumerable.Range(0, Files).Select(i => service.Folder.File($"many/{i}.bin", random.Next(1, 4096), random.Next()))];
        await using RoleProcess first = await StartAsync(service, random);
        int last = random.Next(Early, Files);
        Chance.Log($"Killed at file {last}.");
        KillSwitch after = new(service);
        service.Faults.On("upload", (context, next) => next(context), last).On("upload", Faults.Before(first.Kill));

        first.Go();
        IReadOnlyList<string> said = await first.ToEndAsync();
        await after.QuietAsync();

        Assert.InRange(said.Count, 1, Files - 1);
        Assert.DoesNotContain(said, IsFailed);
        Assert.Equal(RangeLock.IsThere, service.StateFiles().Contains(ByteLocksSample.FileName));

        await using RoleProcess second = await StartAsync(service, random);
        second.Go();
        said = await second.ToEndAsync();

        Assert.DoesNotContain(said, IsFailed);
        Assert.Equal(Files, said.Count(line => line.StartsWith(UploadRole.Stored, StringComparison.Ordinal)));
        foreach (string path in paths)
        {
            await service.AssertStoredAsync(path);
        }

        Assert.DoesNotContain(service.StateFiles(), name => name != ByteLocksSample.FileName);
    }

    private static bool IsFailed(string line) => line.StartsWith(UploadRole.Failed, StringComparison.Ordinal);

    private static Task<RoleProcess> StartAsync(Service service, Random random) => RoleProcess.StartAsync(
        Uploaders.EitherBuild(random), nameof(UploadManyRole), service.StateFolder, service.Emulator.Endpoint.AbsoluteUri, Path.Combine(service.Folder.Path, "many"));
}
