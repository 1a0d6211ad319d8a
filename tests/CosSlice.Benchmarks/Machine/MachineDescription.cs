using System.Runtime.InteropServices;

namespace CosSlice.Benchmarks.Machine;

/// <summary>What was measured on, and with which versions of the programs that were measured.</summary>
/// <param name="Lines">Names and values.</param>
internal sealed record MachineDescription(IReadOnlyList<(string Name, string Value)> Lines)
{
    private const double Gibibyte = 1024.0 * 1024 * 1024;

    private static readonly (string Name, string Program, string Argument)[] Tools =
        [("PowerShell", "pwsh", "--version"), ("curl", "curl", "--version"), ("Node.js", "node", "--version"), ("OpenSSL", "openssl", "version")];

    public static async Task<MachineDescription> ReadAsync(CancellationToken cancellationToken)
    {
        List<(string Name, string Value)> lines =
        [
            ("Processor", $"{await Processor.FindNameAsync(cancellationToken)}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}"),
            ("Memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte:0.0} GiB"),
            ("System", OperatingSystemName.Find()),
            ("Runtime", RuntimeInformation.FrameworkDescription),
        ];
        foreach ((string name, string program, string argument) in Tools)
        {
            lines.Add((name, await ToolVersion.FindAsync(program, [argument], cancellationToken) ?? "not found"));
        }

        return new MachineDescription(lines);
    }
}
