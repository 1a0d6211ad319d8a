namespace CosSlice.Emulator.Storage;

/// <summary>A lock for each name that is in use just now.</summary>
internal sealed class KeyLocks
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];

    public async ValueTask<IDisposable> TakeAsync(string name, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(name, out entry))
            {
                entry = new Entry();
                _entries.Add(name, entry);
            }

            entry.Users++;
        }

        bool entered = false;
        try
        {
            await entry.Gate.WaitAsync(cancellationToken);
            entered = true;
            return new Holder(this, name, entry);
        }
        finally
        {
            if (!entered)
            {
                Leave(name, entry);
            }
        }
    }

    private void Leave(string name, Entry entry)
    {
        lock (_lock)
        {
            if (--entry.Users == 0)
            {
                _entries.Remove(name);
                entry.Gate.Dispose();
            }
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Holder(KeyLocks locks, string name, Entry entry) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!_left)
            {
                _left = true;
                entry.Gate.Release();
                locks.Leave(name, entry);
            }
        }
    }
}
