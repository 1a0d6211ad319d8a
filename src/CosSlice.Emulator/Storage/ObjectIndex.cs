namespace CosSlice.Emulator.Storage;

/// <summary>
/// The heads of everything that the store holds, in memory: what lies under a folder, and which objects have a length.
/// The disk stays the truth; the index is read from it at the start and follows every change.
/// </summary>
internal sealed class ObjectIndex
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string AppId, string Bucket), Contents> _buckets = [];

    public void Set(ObjectHead head)
    {
        lock (_lock)
        {
            if (!_buckets.TryGetValue((head.AppId, head.Bucket), out Contents? contents))
            {
                _buckets.Add((head.AppId, head.Bucket), contents = new Contents());
            }

            contents.Remove(head.Key);
            contents.Add(head);
        }
    }

    public void Remove(ObjectName name)
    {
        lock (_lock)
        {
            _buckets.GetValueOrDefault((name.AppId, name.Bucket))?.Remove(name.Key);
        }
    }

    /// <summary>The head of that very name, or null.</summary>
    public ObjectHead? Get(ObjectName name)
    {
        lock (_lock)
        {
            return _buckets.GetValueOrDefault((name.AppId, name.Bucket))?.Get(name.Key);
        }
    }

    /// <summary>Everything whose key begins like this, in the order of the keys.</summary>
    public ObjectHead[] Under(string appId, string bucket, string prefix)
    {
        lock (_lock)
        {
            return _buckets.TryGetValue((appId, bucket), out Contents? contents) ? [.. contents.Under(prefix)] : [];
        }
    }

    /// <summary>Whether anything lies in the folder, apart from the folder's own entry.</summary>
    public bool HasAnyIn(ObjectName folder)
    {
        lock (_lock)
        {
            return _buckets.TryGetValue((folder.AppId, folder.Bucket), out Contents? contents)
                && contents.Under(folder.Key).Any(head => head.Key.Length > folder.Key.Length);
        }
    }

    /// <summary>The finished objects of this many bytes.</summary>
    public ObjectHead[] OfLength(string appId, string bucket, long fileSize)
    {
        lock (_lock)
        {
            return _buckets.TryGetValue((appId, bucket), out Contents? contents) ? contents.OfLength(fileSize) : [];
        }
    }

    private sealed class Contents
    {
        private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);
        private readonly Dictionary<string, ObjectHead> _heads = new(StringComparer.Ordinal);
        private readonly Dictionary<long, HashSet<string>> _lengths = [];

        public void Add(ObjectHead head)
        {
            _keys.Add(head.Key);
            _heads.Add(head.Key, head);
            if (!head.Finished || head.IsFolder)
            {
                return;
            }

            if (!_lengths.TryGetValue(head.FileSize, out HashSet<string>? keys))
            {
                _lengths.Add(head.FileSize, keys = new HashSet<string>(StringComparer.Ordinal));
            }

            keys.Add(head.Key);
        }

        public void Remove(string key)
        {
            if (!_heads.Remove(key, out ObjectHead? head))
            {
                return;
            }

            _keys.Remove(key);
            if (_lengths.TryGetValue(head.FileSize, out HashSet<string>? keys) && keys.Remove(key) && keys.Count == 0)
            {
                _lengths.Remove(head.FileSize);
            }
        }

        public ObjectHead? Get(string key) => _heads.GetValueOrDefault(key);

        public IEnumerable<ObjectHead> Under(string prefix)
        {
            if (_keys.Count == 0 || string.CompareOrdinal(prefix, _keys.Max) > 0)
            {
                return [];
            }

            return _keys.GetViewBetween(prefix, _keys.Max)
                .TakeWhile(key => key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(key => _heads[key]);
        }

        public ObjectHead[] OfLength(long fileSize) =>
            _lengths.TryGetValue(fileSize, out HashSet<string>? keys) ? [.. keys.Select(key => _heads[key])] : [];
    }
}
