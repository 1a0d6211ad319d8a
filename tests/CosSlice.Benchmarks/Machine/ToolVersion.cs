using System.ComponentModel;
using System.Diagnostics;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Machine;

/// <summary>What a program on PATH says of itself.</summary>
internal static class ToolVersion
{
    /// <returns>
    /// The first line of its output, without the libraries that some list in or behind parentheses; null where there is no such program,
    /// or it fails.
    /// </returns>
    public static async Task<string?> FindAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            ChildProcess child = await ChildProcess.RunAsync(new ProcessStartInfo(program, arguments), cancellationToken);
            return child.ExitCode == 0 ? child.Output.Split('\n')[0].Split('(')[0].Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
