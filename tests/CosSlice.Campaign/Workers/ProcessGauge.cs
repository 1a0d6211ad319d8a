using System.Globalization;

namespace CosSlice.Campaign.Workers;

/// <summary>What a process holds.</summary>
internal sealed record ProcessGauge
{
    /// <summary>Bytes of physical memory.</summary>
    public long ResidentBytes { get; init; }

    /// <summary>Bytes of the managed heap, after a collection.</summary>
    public long HeapBytes { get; init; }

    /// <summary>All handles but those of loaded programs.</summary>
    public int Handles { get; init; }

    public int Sockets { get; init; }

    /// <summary>Open files that are no devices.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Threads of the pool, which come and go.</summary>
    public int PoolThreads { get; init; }

    public int OtherThreads { get; init; }

    /// <summary>Whether this system tells of a process what is asked here.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>Reads this process's; <see langword="null"/> where the system does not tell.</summary>
    public static ProcessGauge? Read()
    {
        if (!IsSupported)
        {
            return null;
        }

        IReadOnlyList<string> handles = HandlesOf("self");

        // A thread without a name has that of the one who made it, so names do not tell which are the pool's workers.
        int workers = ThreadPool.ThreadCount;
        string[] threads = [.. Directory.GetDirectories("/proc/self/task").Select(NameOf).OfType<string>()];
        int ofRuntime = threads.Count(IsOfRuntime);
        return new ProcessGauge
        {
            ResidentBytes = ResidentOf("self"),
            HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
            Handles = handles.Count,
            Sockets = handles.Count(IsSocket),
            Files = [.. handles.Where(IsFile)],
            PoolThreads = workers,
            OtherThreads = threads.Length - workers - ofRuntime,
        };
    }

    /// <summary>A process's physical memory in bytes; 0 where it is gone.</summary>
    /// <param name="process">Its id, or <c>self</c>.</param>
    public static long ResidentOf(string process)
    {
        const string mark = "VmRSS:";
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal));
            string? kibibytes = line?[mark.Length..].Replace("kB", null, StringComparison.Ordinal);
            return kibibytes is null ? 0 : 1024 * long.Parse(kibibytes, CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>
    /// What a process has open, but for programs and for what tells the lines of a stack: those are loaded when they are needed first, and
    /// stay.
    /// </summary>
    /// <param name="process">Its id, or <c>self</c>.</param>
    public static IReadOnlyList<string> HandlesOf(string process)
    {
        try
        {
            // One of its own is the listing itself, which is gone by now.
            return
            [
                .. Directory.GetFileSystemEntries($"/proc/{process}/fd").Select(TargetOf).OfType<string>()
                    .Where(target => Path.GetExtension(target) is not (".dll" or ".pdb" or ".so")),
            ];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Whether an open handle is a socket.</summary>
    public static bool IsSocket(string handle) => handle.StartsWith("socket:", StringComparison.Ordinal);

    // What watches the pool, and what compiles hot code again, comes and goes.
    private static bool IsOfRuntime(string thread)
        => thread.StartsWith(".NET Tiered", StringComparison.Ordinal)
            || (thread.StartsWith(".NET TP", StringComparison.Ordinal) && !thread.StartsWith(".NET TP Worker", StringComparison.Ordinal));

    private static bool IsFile(string handle)
        => handle.StartsWith('/') && !handle.StartsWith("/dev/", StringComparison.Ordinal) && !handle.StartsWith("/proc/", StringComparison.Ordinal);

    private static string? TargetOf(string handle)
    {
        try
        {
            return new FileInfo(handle).LinkTarget;
        }
        catch (IOException)
        {
            // It was closed as it was looked at.
            return null;
        }
    }

    private static string? NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd();
        }
        catch (IOException)
        {
            // The thread ended as it was looked at.
            return null;
        }
    }
}
