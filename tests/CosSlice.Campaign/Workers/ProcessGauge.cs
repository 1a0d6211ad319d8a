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
        (int ofPool, int others) = ThreadsOf("self");
        return new ProcessGauge
        {
            ResidentBytes = ResidentOf("self"),
            HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
            Handles = handles.Count,
            Sockets = handles.Count(IsSocket),
            Files = [.. handles.Where(IsFile)],
            PoolThreads = ofPool,
            OtherThreads = others,
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

    /// <summary>How many threads of the runtime's pool and compiler a process has, which come and go, and how many others.</summary>
    /// <param name="process">Its id, or <c>self</c>.</param>
    public static (int OfPool, int Others) ThreadsOf(string process)
    {
        try
        {
            string[] names = [.. Directory.GetDirectories($"/proc/{process}/task").Select(NameOf).OfType<string>()];
            int ofPool = names.Count(name => name.StartsWith(".NET TP", StringComparison.Ordinal) || name.StartsWith(".NET Tiered", StringComparison.Ordinal));
            return (ofPool, names.Length - ofPool);
        }
        catch (IOException)
        {
            return (0, 0);
        }
    }

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
