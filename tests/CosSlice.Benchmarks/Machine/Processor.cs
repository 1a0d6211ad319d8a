namespace CosSlice.Benchmarks.Machine;

/// <summary>The processor by its maker's name.</summary>
internal static class Processor
{
    private const string LinuxFile = "/proc/cpuinfo";

    public static async Task<string> FindNameAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsMacOS())
        {
            return await ToolVersion.FindAsync("sysctl", ["-n", "machdep.cpu.brand_string"], cancellationToken) ?? "unknown";
        }

        string? line = File.Exists(LinuxFile)
            ? File.ReadLines(LinuxFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? "unknown";
    }
}
