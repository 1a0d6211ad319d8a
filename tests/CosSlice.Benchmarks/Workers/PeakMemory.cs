namespace CosSlice.Benchmarks.Workers;

/// <summary>The largest working set of this process, which otherwise holds from its start.</summary>
internal static class PeakMemory
{
    private const string File = "/proc/self/clear_refs";

    // proc(5): the largest working set becomes the one of now.
    private const string Reset = "5";

    /// <summary>Begins anew, where the system can.</summary>
    public static void TryReset()
    {
        if (OperatingSystem.IsLinux())
        {
            System.IO.File.WriteAllText(File, Reset);
        }
    }
}
