using System.Management.Automation;
using System.Management.Automation.Runspaces;
using CosSlice.HostTests.Host;
using CosSlice.Tests.Support;

namespace CosSlice.HostTests;

/// <summary>What only a host of one's own shows: every stream, Stop(), prompts, threads, and a pool of runspaces.</summary>
public class CmdletsInAHost
{
    [HostFact]
    public async Task Each_kind_of_record_comes_in_its_own_stream_and_merged_in_order()
    {
        await using HostedService service = await HostedService.StartAsync();
        string good = service.File("good.bin");
        string none = good + ".none";
        using PowerShell shell = service.Shell();
        shell.AddCommand("Send-CosFile").AddParameter("LiteralPath", new[] { none, good }).AddParameter("Verbose");

        PSDataCollection<PSObject> results = await HostedService.InvokeAsync(shell);

        Assert.Equal("good.bin", Assert.Single(results).Properties["Key"].Value);
        Assert.Equal("PathNotFound,CosSlice.Commands.SendCosFileCommand", Assert.Single(shell.Streams.Error).FullyQualifiedErrorId);
        Assert.Contains(shell.Streams.Verbose, line => line.Message.Contains("good.bin", StringComparison.Ordinal));
        Assert.Empty(shell.Streams.Warning);

        shell.Commands.Clear();
        shell.Streams.ClearStreams();
        shell.AddScript("param($Paths) Send-CosFile -LiteralPath $Paths -Verbose *>&1").AddParameter("Paths", new[] { none, good });
        PSDataCollection<PSObject> merged = await HostedService.InvokeAsync(shell);

        Assert.Empty(shell.Streams.Error);
        Assert.IsType<ErrorRecord>(Assert.Single(merged, item => item.BaseObject is ErrorRecord).BaseObject);
        int begun = merged.ToList().FindIndex(item => item.BaseObject is VerboseRecord line && line.Message.Contains("good.bin", StringComparison.Ordinal));
        int done = merged.ToList().FindIndex(item => item.TypeNames.Contains("CosSlice.CosFile"));
        Assert.InRange(begun, 0, done - 1);
    }

    [HostFact]
    public async Task Stop_ends_requests_that_get_no_answer()
    {
        Gate gate = new(expected: 2);
        using CountdownEvent aborted = new(2);
        await using HostedService service = await HostedService.StartAsync((context, next) =>
        {
            _ = context.RequestAborted.Register(() => aborted.Signal());
            return gate.PassAsync(context, next);
        });
        using PowerShell shell = service.Shell();
        shell.AddCommand("Send-CosFile").AddParameter("LiteralPath", new[] { service.File("1.bin"), service.File("2.bin") });
        IAsyncResult running = shell.BeginInvoke();
        await gate.Full.Guarded();

        await Task.Factory.FromAsync(shell.BeginStop, shell.EndStop, state: null).Guarded();

        Assert.True(running.IsCompleted);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Empty(shell.Streams.Error);
        Assert.True(aborted.Wait(HangGuard.Limit, TestContext.Current.CancellationToken));
    }

    [HostFact]
    public async Task The_host_is_asked_once_a_file_and_its_answer_counts()
    {
        await using HostedService service = await HostedService.StartAsync();
        AnsweringHost host = new("No", "Yes");
        using PowerShell shell = service.Shell(host);
        shell.AddCommand("Send-CosFile").AddParameter("LiteralPath", new[] { service.File("1.bin"), service.File("2.bin") }).AddParameter("Confirm");

        PSDataCollection<PSObject> results = await HostedService.InvokeAsync(shell);

        Assert.Equal("2.bin", Assert.Single(results).Properties["Key"].Value);
        Assert.Equal(2, host.Prompts.Count);
        Assert.All(service.Emulator.Requests, request => Assert.Equal("2.bin", request.Key));
    }

    [HostFact]
    public async Task Progress_comes_on_the_pipelines_thread_alone()
    {
        await using HostedService service = await HostedService.StartAsync();
        AnsweringHost host = new();
        using PowerShell shell = service.Shell(host);
        shell.Runspace.ThreadOptions = PSThreadOptions.Default;
        shell.AddScript("param($Path) [Environment]::CurrentManagedThreadId; Send-CosFile -LiteralPath $Path -MaxBytesPerSecond 20MB")
            .AddParameter("Path", service.File("large.bin", 25 * 1024 * 1024));

        PSDataCollection<PSObject> results = await HostedService.InvokeAsync(shell);

        Assert.Equal((int)results[0].BaseObject, Assert.Single(host.ProgressThreads));
    }

    [HostFact]
    public async Task A_pool_of_runspaces_sends_side_by_side_and_each_keeps_its_own_context()
    {
        const int Shells = 4;
        await using HostedService service = await HostedService.StartAsync();
        using RunspacePool pool = RunspaceFactory.CreateRunspacePool(service.SessionState());
        Assert.True(pool.SetMinRunspaces(Shells) | pool.SetMaxRunspaces(Shells));
        pool.Open();
        List<PowerShell> shells = [];
        for (int i = 0; i < Shells; i++)
        {
            PowerShell shell = PowerShell.Create();
            shell.RunspacePool = pool;
            shell.AddScript("param($Path, $Number) Set-CosContext -ApiVersion (1, 4)[$Number % 2]; (Send-CosFile -LiteralPath $Path).ApiVersion")
                .AddParameter("Path", service.File($"{i}.bin", 1000 + i))
                .AddParameter("Number", i);
            shells.Add(shell);
        }

        PSDataCollection<PSObject>[] results = await Task.WhenAll(shells.Select(HostedService.InvokeAsync));

        Assert.Equal([1, 4, 1, 4], results.Select(result => (int)Assert.Single(result).BaseObject));
        Assert.All(shells, shell => Assert.Empty(shell.Streams.Error));
        Assert.Equal(Shells, service.Emulator.Requests.Where(request => request.Op == "upload").Select(request => request.Key).Distinct().Count());
        shells.ForEach(shell => shell.Dispose());
    }
}
