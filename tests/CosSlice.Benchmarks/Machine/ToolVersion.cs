using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using CosSlice.Benchmarks.SideBySide;

namespace CosSlice.Benchmarks.Machine;

/// <summary>What a program on PATH says of itself.</summary>
internal static partial class ToolVersion
{
    /// <returns>
    /// The first line of its output, up to parentheses with libraries or a build's commit; null where there is no such program, or it
    /// fails.
    /// </returns>
    public static async Task<string?> FindAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            ChildProcess child = await ChildProcess.RunAsync(new ProcessStartInfo(program, arguments), cancellationToken);
            return child.ExitCode == 0 ? Details().Replace(child.Output.Split('\n')[0], "").Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(\(|-\d+-g[0-9a-f]{7}).*")]
    private static partial Regex Details();
}
