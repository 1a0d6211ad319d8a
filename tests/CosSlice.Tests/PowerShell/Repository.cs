using System.Reflection;

namespace CosSlice.Tests.PowerShell;

/// <summary>Where this build's things are; the project file says so at the build.</summary>
internal static class Repository
{
    /// <summary>The module as it is imported.</summary>
    public static string ModuleLayout => Metadata("ModuleLayout").TrimEnd('/', '\\');

    /// <summary>The emulator's program.</summary>
    public static string Emulator => System.IO.Path.Combine(AppContext.BaseDirectory, "CosSlice.Emulator.dll");

    public static string Path(string relative) => System.IO.Path.Combine(Metadata("RepositoryRoot"), relative);

    private static string Metadata(string key)
        => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}
