using System.Collections.Concurrent;
using System.Diagnostics;

namespace CosSlice.Campaign.Report;

/// <summary>What a campaign counts.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _faults = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (TimeSpan Time, int Run)> _slowest = new(StringComparer.Ordinal);
    private double _contentBytes;
    private double _idealBytes;

    public IReadOnlyDictionary<string, int> Faults => _faults;

    /// <summary>The longest that each phase of a run took, and in which run.</summary>
    public IReadOnlyDictionary<string, (TimeSpan Time, int Run)> Slowest
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, (TimeSpan Time, int Run)>(_slowest);
            }
        }
    }

    /// <summary>What the service took beyond what the files hold, as a share of that: it is about, as the service's log rounds.</summary>
    public double ResentShare
    {
        get
        {
            lock (_gate)
            {
                return _idealBytes > 0 ? Math.Max(0, (_contentBytes / _idealBytes) - 1) : 0;
            }
        }
    }

    /// <summary>What was counted, with how often.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    public int Of(string name) => _counts.GetValueOrDefault(name);

    public void Count(string name) => _counts.AddOrUpdate(name, 1, (_, count) => count + 1);

    public void CountFaults(IEnumerable<string> kinds)
    {
        foreach (string kind in kinds)
        {
            _faults.AddOrUpdate(kind, 1, (_, count) => count + 1);
        }
    }

    public void CountBytes(double came, double ideal)
    {
        lock (_gate)
        {
            _contentBytes += came;
            _idealBytes += ideal;
        }
    }

    public async Task TimeAsync(string phase, int run, Func<Task> work)
        => _ = await TimeAsync(phase, run, async () =>
        {
            await work();
            return true;
        });

    public async Task<T> TimeAsync<T>(string phase, int run, Func<Task<T>> work)
    {
        long started = Stopwatch.GetTimestamp();
        T result = await work();
        TimeSpan time = Stopwatch.GetElapsedTime(started);
        lock (_gate)
        {
            if (!_slowest.TryGetValue(phase, out (TimeSpan Time, int Run) slowest) || slowest.Time < time)
            {
                _slowest[phase] = (time, run);
            }
        }

        return result;
    }
}
