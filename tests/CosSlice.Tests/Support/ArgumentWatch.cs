using System.Globalization;
using CosSlice.Tests.Support;

[assembly: AssemblyFixture(typeof(ArgumentWatch))]

namespace CosSlice.Tests.Support;

/// <summary>
/// Looks, as long as the tests run, at the arguments of every process that descends from them, where the system tells: whoever may list
/// processes can read those. A secret among them fails the run.
/// </summary>
public sealed class ArgumentWatch : IDisposable
{
    // What a process is before it becomes the program that it was made for is seen once or twice.
    private const int LooksAtEach = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly string[] _secrets;
    private readonly ManualResetEventSlim _end = new();
    private readonly Dictionary<int, int> _looks = [];
    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);
    private readonly Thread? _thread;
    private HashSet<int> _strangers = [];

    public ArgumentWatch()
        : this(Canary.Secrets)
    {
        if (OperatingSystem.IsLinux())
        {
            _thread = new Thread(Watch) { IsBackground = true, Name = nameof(ArgumentWatch) };
            _thread.Start();
        }
    }

    internal ArgumentWatch(IEnumerable<string> secrets) => _secrets = [.. secrets];

    /// <summary>The command lines with a secret among them.</summary>
    internal IReadOnlyCollection<string> Found => _found;

    /// <summary>Ends it.</summary>
    /// <exception cref="InvalidOperationException">There was a secret in an argument.</exception>
    public void Dispose()
    {
        _end.Set();
        _thread?.Join();
        _end.Dispose();
        if (_found.Count > 0)
        {
            throw new InvalidOperationException($"A process was given a secret as an argument: {string.Join(Environment.NewLine, _found)}");
        }
    }

    /// <summary>Looks at all processes there are.</summary>
    internal void Look()
    {
        HashSet<int> there = [Environment.ProcessId];
        HashSet<int> strangers = [];
        int[] all = [.. Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => char.IsAsciiDigit(name[0]))
            .Select(name => int.Parse(name, CultureInfo.InvariantCulture)).Order()];
        foreach (int process in all)
        {
            bool isStranger = _strangers.Contains(process)
                || (!_looks.ContainsKey(process) && !(ParentOf(process) is { } parent && (parent == Environment.ProcessId || _looks.ContainsKey(parent))));
            if (isStranger || process == Environment.ProcessId)
            {
                strangers.Add(process);
                continue;
            }

            there.Add(process);
            int looks = _looks.GetValueOrDefault(process);
            _looks[process] = looks + 1;
            if (looks < LooksAtEach && Read(process, "cmdline") is { } line && Array.Exists(_secrets, secret => line.Contains(secret, StringComparison.Ordinal)))
            {
                _found.Add(line.Replace('\0', ' '));
            }
        }

        // Numbers come back.
        _strangers = strangers;
        foreach (int gone in _looks.Keys.Where(process => !there.Contains(process)).ToArray())
        {
            _looks.Remove(gone);
        }
    }

    private void Watch()
    {
        while (!_end.Wait(Pause))
        {
            Look();
        }
    }

    // The name before it may have spaces and brackets in it.
    private static int? ParentOf(int process)
        => Read(process, "stat") is { } stat && stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, { } parent, ..]
            ? int.Parse(parent, CultureInfo.InvariantCulture)
            : null;

    private static string? Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return null;
        }
    }
}
