using CosSlice.Emulator.Hashing;

namespace CosSlice.Emulator.Storage;

/// <summary>
/// An upload by slices that has not been finished. Its ranges are used under the key's lock; slices come and go beside it.
/// </summary>
internal sealed class OpenUpload
{
    private readonly Lock _lock = new();
    private readonly List<SliceWriter> _receiving = [];
    private readonly Dictionary<long, long> _ranges;
    private RunningSha1? _sha;

    /// <param name="name">What the object will be called.</param>
    /// <param name="head">The upload's head.</param>
    /// <param name="parts">What the client declared about the file's pieces; null where it didn't.</param>
    /// <param name="ranges">The recorded slices: length by offset.</param>
    public OpenUpload(ObjectName name, ObjectHead head, UploadParts? parts, Dictionary<long, long> ranges)
    {
        Name = name;
        Head = head;
        Parts = parts;
        _sha = ranges.Count == 0 ? new RunningSha1(Sha1State.Initial, 0) : null;
        _ranges = ranges;
        Received = ranges.Values.Sum();
        Advance();
    }

    public ObjectName Name { get; }

    public ObjectHead Head { get; private set; }

    public UploadParts? Parts { get; }

    /// <summary>Bytes in all recorded slices.</summary>
    public long Received { get; private set; }

    /// <summary>Where the slice that comes next in line begins, when they come in order; kept up, not searched for.</summary>
    public long Next { get; private set; }

    /// <summary>Whether some slice is being received.</summary>
    public bool IsReceiving
    {
        get
        {
            lock (_lock)
            {
                return _receiving.Count > 0;
            }
        }
    }

    /// <summary>The recorded slices: offset and length, by offset.</summary>
    public IEnumerable<KeyValuePair<long, long>> Ranges => _ranges.OrderBy(range => range.Key);

    /// <summary>The upload goes on with another session, slice size or order of slices. Called under the key's lock.</summary>
    public void Change(ObjectHead head) => Head = head;

    public bool Has(long offset) => _ranges.ContainsKey(offset);

    /// <summary>The length of the recorded slice that begins there; null when there is none.</summary>
    public long? LengthAt(long offset) => _ranges.TryGetValue(offset, out long length) ? length : null;

    public void Add(long offset, long length)
    {
        long before = _ranges.GetValueOrDefault(offset);
        RangeLog.Add(_ranges, offset, length);
        Received += _ranges[offset] - before;
        Advance();
    }

    /// <summary>
    /// The SHA-1 of everything before the offset, to be carried on by the slice there; null where it isn't known, as after a
    /// restart or out of order.
    /// </summary>
    public RunningSha1? ShaBefore(long offset) =>
        _sha is { } sha && sha.Length == offset && offset % Sha1Blocks.Size == 0 ? new RunningSha1(sha.State, offset) : null;

    /// <summary>Keeps what the slice at the offset has carried on.</summary>
    public void CarrySha(long offset, RunningSha1? carried)
    {
        if (carried is not null && _sha?.Length == offset)
        {
            _sha = carried;
        }
    }

    /// <summary>Bytes from the offset on have changed.</summary>
    public void ForgetSha(long offset)
    {
        if (_sha is { } sha && sha.Length > offset)
        {
            _sha = null;
        }
    }

    /// <summary>The SHA-1 of all bytes, lower-case hex; null where it wasn't kept.</summary>
    public string? WholeSha() => _sha is { } sha && sha.Length == Head.FileSize ? sha.Digest().ToDigestHex() : null;

    /// <summary>Whether some other request is sending the slice at this offset.</summary>
    public bool IsReceivingAt(long offset)
    {
        lock (_lock)
        {
            return _receiving.Exists(slice => slice.Offset == offset);
        }
    }

    /// <summary>A slice begins to be received.</summary>
    public void Enter(SliceWriter slice)
    {
        lock (_lock)
        {
            _receiving.Add(slice);
        }
    }

    /// <summary>A slice is no longer received, however that ended.</summary>
    public void Leave(SliceWriter slice)
    {
        lock (_lock)
        {
            _receiving.Remove(slice);
        }
    }

    /// <summary>
    /// Stops requests that send the same slice straight into the data file: a client that sends a slice again has given up
    /// the first request, whose connection may hang for long, and its late bytes must not follow the new ones.
    /// </summary>
    public void SupersedeOthers(long offset, SliceWriter? latest)
    {
        lock (_lock)
        {
            foreach (SliceWriter slice in _receiving)
            {
                if (slice != latest && slice.Offset == offset && slice.IsDirect)
                {
                    slice.Supersede();
                }
            }
        }
    }

    /// <summary>How many bytes from the start on are there without a gap.</summary>
    public long Contiguous()
    {
        long end = 0;
        foreach ((long offset, long length) in Ranges)
        {
            if (offset > end)
            {
                break;
            }

            end = Math.Max(end, offset + length);
        }

        return end;
    }

    private void Advance()
    {
        while (_ranges.TryGetValue(Next, out long length))
        {
            Next += length;
        }
    }
}
