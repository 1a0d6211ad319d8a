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

        int handles = 0;
        int sockets = 0;
        List<string> files = [];
        foreach (string handle in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            // One of them is the listing itself, which is gone by now; programs, and what tells the lines of a stack, are loaded when
            // they are needed first, and stay.
            if (new FileInfo(handle).LinkTarget is not { } target || Path.GetExtension(target) is ".dll" or ".pdb" or ".so")
            {
                continue;
            }

            handles++;
            sockets += target.StartsWith("socket:", StringComparison.Ordinal) ? 1 : 0;
            bool isDevice = target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal);
            if (target.StartsWith('/') && !isDevice)
            {
                files.Add(target);
            }
        }

        int poolThreads = 0;
        int otherThreads = 0;
        foreach (string task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            if (NameOf(task) is not { } name)
            {
                continue;
            }

            // The runtime compiles hot code again in a thread that comes and goes, too.
            bool isOfPool = name.StartsWith(".NET TP", StringComparison.Ordinal) || name.StartsWith(".NET Tiered", StringComparison.Ordinal);
            poolThreads += isOfPool ? 1 : 0;
            otherThreads += isOfPool ? 0 : 1;
        }

        return new ProcessGauge
        {
            ResidentBytes = ResidentOf("self"),
            HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
            Handles = handles,
            Sockets = sockets,
            Files = files,
            PoolThreads = poolThreads,
            OtherThreads = otherThreads,
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
