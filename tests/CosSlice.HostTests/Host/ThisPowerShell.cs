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

    // The process that runs the tests need not be the one that found them and asked whether they can run.
    private static readonly Lazy<(string? Home, string? Problem)> Found = new(Look);
    private static readonly Lazy<string?> Problem = new(() => Found.Value.Problem ?? TryLoad());

    /// <summary>Why there is none and what to do about it, or null where there is one.</summary>
    public static string? Missing => Problem.Value;

    /// <summary>The module, as it is imported.</summary>
    public static string Module => Path.Combine(Metadata("ModuleLayout"), "CosSlice.psd1");

    // Before any type of PowerShell is looked for; what is missing while that goes on is none of PowerShell's.
    [ModuleInitializer]
    internal static void ResolveFromHome() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        (name.Name == Engine || Found.IsValueCreated) && Found.Value.Home is { } home && Path.Combine(home, name.Name + ".dll") is var path && File.Exists(path)
            ? context.LoadFromAssemblyPath(path)
            : null;

    private static (string? Home, string? Problem) Look()
    {
        if (Metadata("PowerShellSdk").Length > 0)
        {
            return (null, null);
        }

        if (Metadata("PowerShellHome") is { Length: > 0 } named)
        {
            return File.Exists(Path.Combine(named, Engine + ".dll"))
                ? (named, null)
                : (null, $"There is no {Engine}.dll in '{named}'. {HowToGetIt}");
        }

        if (Ask() is not { } answer)
        {
            return (null, "No PowerShell was found to be a host of. " + HowToGetIt);
        }

        // Another one may work all the same; who wants to know names its folder.
        return answer.DotNet == Environment.Version.Major
            ? (answer.Home, null)
            : (null, $"The PowerShell in '{answer.Home}' is made for .NET {answer.DotNet}, and these tests run in .NET {Environment.Version.Major}. {HowToGetIt}");
    }

    private static string? TryLoad()
    {
        try
        {
            _ = Assembly.Load(Engine).GetType("System.Management.Automation.PowerShell", throwOnError: true);
            return null;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException)
        {
            return $"The PowerShell that was found does not run in this .NET ({Environment.Version}): {e.Message} {HowToGetIt}";
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
