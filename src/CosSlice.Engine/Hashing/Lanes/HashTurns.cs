namespace CosSlice.Hashing.Lanes;

/// <summary>
/// Who may read a file for its hash. A disk that several files are read from at once is slower than one that reads them
/// one after another; so another is let in only where reading is not what those who are at it wait for.
/// </summary>
/// <param name="always">How many may read in any case.</param>
/// <param name="most">How many may read where the disk is faster than the hash.</param>
#pragma warning disable CA1001 // the semaphore holds no handle, and disposing of it would race with files that end
internal sealed class HashTurns(int always, int most)
#pragma warning restore CA1001
{
    // So many buffers one after the other that were there before they were needed.
    private const int Proof = 4;

    private readonly object _gate = new();
    private readonly SemaphoreSlim _turns = new(always);
    private int _waiting;
    private int _more;
    private int _inTime;

    /// <summary>Waits for a turn, which is to be given back.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Gives a turn back.</summary>
    public void Return()
    {
        lock (_gate)
        {
            if (_more > 0)
            {
                _more--;
                return;
            }
        }

        _turns.Release();
    }

    /// <summary>Says of a buffer whether it was read before it was needed.</summary>
    public void Report(bool wasInTime)
    {
        lock (_gate)
        {
            _inTime = wasInTime ? _inTime + 1 : 0;
            if (_inTime < Proof || always + _more >= most || Volatile.Read(ref _waiting) == 0)
            {
                return;
            }

            _inTime = 0;
            _more++;
        }

        _turns.Release();
    }
}
