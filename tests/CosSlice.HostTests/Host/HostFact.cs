using System.Runtime.CompilerServices;

namespace CosSlice.HostTests.Host;

/// <summary>A test that needs a PowerShell in this process.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HostFactAttribute : FactAttribute
{
    public HostFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Skip = ThisPowerShell.Missing;
    }
}
