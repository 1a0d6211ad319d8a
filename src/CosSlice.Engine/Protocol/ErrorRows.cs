using System.Collections;

namespace CosSlice.Protocol;

/// <summary>A part of the error table, written down by rows: a class, a kind, a sentence of advice, and the codes they hold for.</summary>
internal sealed class ErrorRows : IEnumerable<KeyValuePair<int, ErrorEntry>>
{
    private readonly Dictionary<int, ErrorEntry> _entries = [];

    /// <exception cref="ArgumentException">A code is in the table already.</exception>
    public void Add(RetryClass @class, CosErrorKind kind, Func<string> advice, params int[] codes)
        => Add(new ErrorEntry(@class, kind, advice, mayHaveActed: @class is RetryClass.Later), codes);

    /// <exception cref="ArgumentException">A code is in the table already.</exception>
    public void Add(ErrorEntry entry, params int[] codes)
    {
        foreach (int code in codes)
        {
            _entries.Add(code, entry);
        }
    }

    public ErrorEntry? Find(int code) => _entries.TryGetValue(code, out ErrorEntry? entry) ? entry : null;

    public IEnumerator<KeyValuePair<int, ErrorEntry>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
