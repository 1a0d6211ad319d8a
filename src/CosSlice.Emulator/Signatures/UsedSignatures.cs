namespace CosSlice.Emulator.Signatures;

/// <summary>Remembers one-time signatures, over restarts too where there is a store: they never expire, so only memory makes them one-time.</summary>
internal sealed class UsedSignatures
{
    private readonly Lock _lock = new();
    private readonly string? _path;
    private readonly HashSet<string> _used;

    /// <param name="path">The file that remembers them; null to remember them in memory alone.</param>
    public UsedSignatures(string? path)
    {
        _path = path;
        _used = path is not null && File.Exists(path) ? [.. File.ReadLines(path)] : [];
    }

    /// <summary>Takes the signature; false when it was taken before.</summary>
    public bool TryUse(Signature signature)
    {
        string fingerprint = signature.Fingerprint;
        lock (_lock)
        {
            if (!_used.Add(fingerprint))
            {
                return false;
            }

            if (_path is not null)
            {
                File.AppendAllText(_path, fingerprint + "\n");
            }

            return true;
        }
    }
}
