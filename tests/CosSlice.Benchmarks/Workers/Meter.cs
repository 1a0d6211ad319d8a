using System.Diagnostics;

namespace CosSlice.Benchmarks.Workers;

/// <summary>
/// Time, processor time and largest working set of this process from here on: the start of the runtime is not the engine's,
/// which is loaded into a running PowerShell.
/// </summary>
internal sealed class Meter
{
    private readonly TimeSpan _cpu;
    private readonly Stopwatch _watch;

    public Meter()
    {
        PeakMemory.TryReset();
        _cpu = Environment.CpuUsage.TotalTime;
        _watch = Stopwatch.StartNew();
    }

    public Sample Read(long bytes)
    {
        double seconds = _watch.Elapsed.TotalSeconds;
        double cpu = (Environment.CpuUsage.TotalTime - _cpu).TotalSeconds;
        using Process self = Process.GetCurrentProcess();
        return new Sample(seconds, bytes, cpu, self.PeakWorkingSet64);
    }
}
