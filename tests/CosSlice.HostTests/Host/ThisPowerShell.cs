using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using CosSlice.Demo;

namespace CosSlice.HostTests.Host;

/// <summary>
/// The PowerShell that this process becomes a host of: the package's where the build has one, else an installed one, whose
/// assemblies are loaded from its own folder.
/// </summary>
internal static class ThisPowerShell
{
    private const string Engine = "System.Management.Automation";
    private const string HowToGetIt =
        "Put pwsh of PowerShell 7.6 on PATH, or build with -p:PowerShellHome=<a PowerShell's folder> or -p:PowerShellSdk=<version>.";

    private static readonly Lazy<string?> Problem = new(LookForProblem);
    private static string? _home;

    /// <summary>Why there is none and what to do about it, or null where there is one.</summary>
    public static string? Missing => Problem.Value;

    /// <summary>The module, as it is imported.</summary>
    public static string Module => Path.Combine(Metadata("ModuleLayout"), "CosSlice.psd1");

    // Before any type of PowerShell is looked for.
    [ModuleInitializer]
    internal static void ResolveFromHome() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        _home is not null && Path.Combine(_home, name.Name + ".dll") is var path && File.Exists(path)
            ? context.LoadFromAssemblyPath(path)
            : null;

    private static string? LookForProblem()
    {
        if (Metadata("PowerShellSdk").Length > 0)
        {
            return null;
        }

        if (Metadata("PowerShellHome") is { Length: > 0 } named)
        {
            _home = named;
        }
        else if (Ask() is not { } answer)
        {
            return "No PowerShell was found to be a host of. " + HowToGetIt;
        }
        else if (answer.DotNet != Environment.Version.Major)
        {
            // It may work all the same; who wants to know names its folder.
            return $"The PowerShell in '{answer.Home}' is made for .NET {answer.DotNet}, and these tests run in .NET {Environment.Version.Major}. {HowToGetIt}";
        }
        else
        {
            _home = answer.Home;
        }

        if (!File.Exists(Path.Combine(_home, Engine + ".dll")))
        {
            return $"There is no {Engine}.dll in '{_home}'. {HowToGetIt}";
        }

        try
        {
            _ = Assembly.Load(Engine).GetType("System.Management.Automation.PowerShell", throwOnError: true);
            return null;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException)
        {
            return $"The PowerShell in '{_home}' does not run in this .NET ({Environment.Version}): {e.Message} {HowToGetIt}";
        }
    }

    // Where pwsh is a link or a tool's own starter, only itself knows where it lies.
    private static (string Home, int DotNet)? Ask()
    {
        if (PowerShellOnPath.Find() is not { } pwsh)
        {
            return null;
        }

        ProcessStartInfo start = new(
            pwsh, ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", "[Console]::Out.Write([string]::Join('|', [Environment]::Version.Major, $PSHOME))"])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string[] answer = process.StandardOutput.ReadToEnd().Split('|', 2);
        process.WaitForExit();
        return answer.Length == 2 && int.TryParse(answer[0], out int dotNet) ? (answer[1], dotNet) : null;
    }

    private static string Metadata(string key)
        => typeof(ThisPowerShell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value ?? string.Empty;
}
