using System.Reflection;

namespace CosSlice.Benchmarks;

/// <summary>Where this program was built, and with it what it uses of the repository.</summary>
internal static class BuildPlace
{
    public static string RepositoryRoot => Read("RepositoryRoot");

    /// <summary>The manifest of the module that was built with this program.</summary>
    public static string Module => Path.Combine(Read("ModuleLayout"), "CosSlice.psd1");

    private static string Read(string key) => typeof(BuildPlace).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(item => item.Key == key).Value!;
}
