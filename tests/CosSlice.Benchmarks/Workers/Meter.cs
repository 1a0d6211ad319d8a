using System.Diagnostics;

namespace CosSlice.Benchmarks.Workers;

/// <summary>
/// Time and processor time of this process from here on: the start of the runtime is not the engine's, which is loaded
/// into a running PowerShell; compiling the engine's code as it is first used is.
/// </summary>
internal sealed class Meter
{
    private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public Sample Read(long bytes)
    {
        double seconds = _watch.Elapsed.TotalSeconds;
        double cpu = (Environment.CpuUsage.TotalTime - _cpu).TotalSeconds;
        using Process self = Process.GetCurrentProcess();
        return new Sample(seconds, bytes, cpu, self.PeakWorkingSet64);
    }
}
