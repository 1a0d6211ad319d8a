using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interruptions;

/// <summary>The service is killed over an upload and comes back; the process that uploads waits for it, or is killed too.</summary>
public class ServiceKillTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int Kills = 2;

    // So that every kill comes before the file is through.
    private const int MostOfRequests = 4 * Mebibyte;
    private const int MostOfAnswers = 1500;

    [Theory]
    [InlineData(4, CosChecksum.Sha1, false)]
    [InlineData(4, CosChecksum.None, false)]
    [InlineData(4, CosChecksum.Md5, true)]
    public async Task A_service_that_is_killed_and_comes_back_gets_the_rest(int apiVersion, CosChecksum checksum, bool isPowerShell)
    {
        Random random = Chance.New();
        await using MortalService service = await MortalService.StartAsync();
        UploadTask task = Task(service, random, apiVersion, checksum);
        for (int i = 0; i < Kills; i++)
        {
            Plan(service, random, async () =>
            {
                await service.KillAsync();
                await service.RestartAsync();
            });
        }

        await using RoleProcess process = await StartAsync(service, task, random, isPowerShell);
        process.Go();
        IReadOnlyList<string> said = await process.ToEndAsync(Chance.Log);

        Assert.StartsWith(UploadRole.Stored, said[^1], StringComparison.Ordinal);
        Assert.Equal(Kills, service.Proxy.Done);
        await service.AssertStoredAsync(task.LiteralPath);

        // An answer that died with the service was on its way.
        IReadOnlyList<long> taken = await service.EndAsync();
        Assert.InRange(taken.Count - taken.Distinct().Count(), 0, Kills * UploadTask.ThrottleLimit);
    }

    [Theory]
    [InlineData(4, CosChecksum.Md5, false)]
    [InlineData(1, CosChecksum.Sha1, false)]
    [InlineData(4, CosChecksum.Sha1, true)]
    public async Task Where_both_are_killed_the_next_process_asks_and_sends_nothing_twice(int apiVersion, CosChecksum checksum, bool isPowerShell)
    {
        Random random = Chance.New();
        await using MortalService service = await MortalService.StartAsync();
        UploadTask task = Task(service, random, apiVersion, checksum);
        for (int i = 0; i < Kills; i++)
        {
            await using RoleProcess process = await StartAsync(service, task, random, isPowerShell);
            TaskCompletionSource dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Plan(service, random, async () =>
            {
                process.Kill();
                await service.KillAsync();
                dead.SetResult();
            });
            process.Go();
            _ = await process.ToEndAsync(Chance.Log);
            await dead.Task.Guarded();
            await service.RestartAsync();
        }

        await using RoleProcess last = await StartAsync(service, task with { IsResume = random.Next(2) == 0 }, random, isPowerShell);
        last.Go();
        IReadOnlyList<string> said = await last.ToEndAsync(Chance.Log);

        Assert.StartsWith(UploadRole.Stored, said[^1], StringComparison.Ordinal);
        Assert.Equal(Kills, service.Proxy.Done);
        await service.AssertStoredAsync(task.LiteralPath);
        IReadOnlyList<long> taken = await service.EndAsync();

        // With MD5 a slice whose answer nobody lived to hear may have arrived damaged.
        int unheard = checksum == CosChecksum.Md5 ? Kills * UploadTask.ThrottleLimit : 0;
        Assert.InRange(taken.Count - taken.Distinct().Count(), 0, unheard);
    }

    private static UploadTask Task(MortalService service, Random random, int apiVersion, CosChecksum checksum)
    {
        string path = service.Folder.File("killed.bin", (24 * Mebibyte) + random.Next(1, Mebibyte), random.Next());
        return new(service.Proxy.Endpoint, path) { ApiVersion = apiVersion, Checksum = checksum };
    }

    private static void Plan(MortalService service, Random random, Func<Task> kill)
    {
        bool isOfAnswer = random.Next(2) == 0;
        int after = random.Next(isOfAnswer ? MostOfAnswers : MostOfRequests);
        Chance.Log($"Killed after {after} bytes of {(isOfAnswer ? "answers" : "requests")}");
        service.Proxy.Plan(isOfAnswer, after, kill);
    }

    private static Task<RoleProcess> StartAsync(MortalService service, UploadTask task, Random random, bool isPowerShell)
    {
        if (isPowerShell)
        {
            Uploaders.NeedPowerShell();
        }

        return isPowerShell ? Uploaders.StartPowerShellAsync(task, service.StateFolder) : Uploaders.StartEngineAsync(task, service.StateFolder, random);
    }
}
