namespace CosSlice.Demo;

/// <summary>The PowerShell that a shell would start.</summary>
internal static class PowerShellOnPath
{
    /// <summary>The path of <c>pwsh</c>, or null where PATH has none.</summary>
    public static string? Find()
        => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
            .FirstOrDefault(File.Exists);
}
