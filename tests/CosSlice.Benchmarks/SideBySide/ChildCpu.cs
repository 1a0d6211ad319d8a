using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>
/// Processor time of a child that has ended. Windows keeps it with the process; elsewhere the process is gone by then,
/// and only the sum over all children that were waited for is left.
/// </summary>
internal static partial class ChildCpu
{
    private const int Children = -1;

    /// <summary>Of all children that have ended so far; zero where it is not needed.</summary>
    public static TimeSpan OfAllEnded()
        => OperatingSystem.IsWindows() || GetUsage(Children, out Usage usage) != 0
            ? TimeSpan.Zero
            : usage.User.ToTimeSpan() + usage.Kernel.ToTimeSpan();

    /// <summary>Of one child; none other may have ended since <paramref name="before"/>.</summary>
    public static TimeSpan Of(Process ended, TimeSpan before)
        => OperatingSystem.IsWindows() ? ended.TotalProcessorTime : OfAllEnded() - before;

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, out Usage usage);

    // struct timeval on 64 bits: macOS has an int and padding where Linux has a long that never exceeds an int.
    [StructLayout(LayoutKind.Sequential, Size = 16)]
    private struct Time
    {
        public long Seconds;
        public int Microseconds;

        public readonly TimeSpan ToTimeSpan() => TimeSpan.FromSeconds(Seconds) + TimeSpan.FromMicroseconds(Microseconds);
    }

    // struct rusage: two times, then 14 longs that are of no interest here.
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct Usage
    {
        public Time User;
        public Time Kernel;
    }
}
