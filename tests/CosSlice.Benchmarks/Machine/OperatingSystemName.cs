using System.Runtime.InteropServices;

namespace CosSlice.Benchmarks.Machine;

/// <summary>The operating system by its own name.</summary>
internal static class OperatingSystemName
{
    private const string ReleaseFile = "/etc/os-release";
    private const string NameField = "PRETTY_NAME=";

    public static string Find()
    {
        string? release = File.Exists(ReleaseFile)
            ? File.ReadLines(ReleaseFile).FirstOrDefault(line => line.StartsWith(NameField, StringComparison.Ordinal))
            : null;
        return release is null
            ? RuntimeInformation.OSDescription
            : $"{release[NameField.Length..].Trim('"')}, kernel {Environment.OSVersion.Version.ToString(2)}";
    }
}
