using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using CosSlice.Emulator;
using CosSlice.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace CosSlice.HostTests.Host;

/// <summary>An emulator, files for it, and shells that have the module and know the emulator.</summary>
internal sealed class HostedService : IAsyncDisposable
{
    private readonly EmulatorHost _emulator;
    private readonly string _folder = Directory.CreateTempSubdirectory("cosslice-host-").FullName;

    private HostedService(EmulatorHost emulator) => _emulator = emulator;

    public EmulatorHost Emulator => _emulator;

    /// <param name="before">What each request meets first.</param>
    public static async Task<HostedService> StartAsync(Func<HttpContext, RequestDelegate, Task>? before = null)
        => new(await EmulatorHost.StartAsync(new EmulatorOptions { Quiet = true }, before));

    /// <summary>Makes a file and returns its path.</summary>
    public string File(string name, int length = 1000)
    {
        string path = Path.Combine(_folder, name);
        byte[] content = new byte[length];
        new Random(name.Length + length).NextBytes(content);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>What every runspace begins with.</summary>
    public InitialSessionState SessionState()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([ThisPowerShell.Module]);
        state.EnvironmentVariables.Add(
        [
            Variable("COS_APPID", "10055004"),
            Variable("COS_BUCKET", "accesslog"),
            Variable("COS_ENDPOINT", _emulator.Endpoint.AbsoluteUri),
            Variable("COS_SECRET_ID", "AKIDemulator"),
            Variable("COS_SECRET_KEY", "emulator"),
            Variable("COSSLICE_STATE", Path.Combine(_folder, "state")),
        ]);
        return state;
    }

    /// <summary>A shell with a runspace of its own.</summary>
    public PowerShell Shell(PSHost? host = null)
    {
        Runspace runspace = host is null ? RunspaceFactory.CreateRunspace(SessionState()) : RunspaceFactory.CreateRunspace(host, SessionState());
        runspace.Open();
        PowerShell shell = PowerShell.Create();
        shell.Runspace = runspace;
        return shell;
    }

    /// <summary>Starts what a shell was told, with a guard against hangs.</summary>
    public static Task<PSDataCollection<PSObject>> InvokeAsync(PowerShell shell)
        => Task.Factory.FromAsync(shell.BeginInvoke(), shell.EndInvoke).Guarded();

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static SessionStateVariableEntry Variable(string name, string value) => new(name, value, string.Empty);
}
