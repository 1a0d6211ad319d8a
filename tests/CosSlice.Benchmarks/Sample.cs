namespace CosSlice.Benchmarks;

/// <summary>What one run of one client took.</summary>
/// <param name="Seconds">From the beginning to the last answer.</param>
/// <param name="Bytes">Bytes of the file.</param>
/// <param name="CpuSeconds">User and kernel time of the client's process.</param>
/// <param name="PeakBytes">The process's largest working set, where it can be had.</param>
internal sealed record Sample(double Seconds, long Bytes, double CpuSeconds, long? PeakBytes)
{
    public const double Mebibyte = 1024 * 1024;

    public double MiBPerSecond => Bytes / Mebibyte / Seconds;

    public double CpuSecondsPerGiB => CpuSeconds / (Bytes / Mebibyte / 1024);
}
