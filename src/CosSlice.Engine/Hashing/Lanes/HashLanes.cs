using CosSlice.Hashing.Blocks;

namespace CosSlice.Hashing.Lanes;

/// <summary>
/// Hashes what several streams have at the same moment side by side, on one thread, which is there as long as somebody
/// waits. It takes what is waited for and whatever else was begun by then, up to as many as go side by side; one stream
/// alone goes the usual way.
/// </summary>
/// <param name="kernel">The hash.</param>
/// <param name="continuation">Where those who waited go on: on the hashing thread itself, unless told otherwise.</param>
internal sealed class HashLanes(BlockKernel kernel, TaskCreationOptions continuation = TaskCreationOptions.None)
{
    // So long what is begun meanwhile waits at most to be taken along: about a tenth of a millisecond.
    private const int BlocksInStep = 64 * 1024 / BlockKernel.BlockSize;

    private readonly object _gate = new();
    private readonly List<LaneJob> _jobs = [];
    private readonly LaneBatch _batch = new(kernel);
    private int _awaited;
    private bool _isWorking;

    /// <summary>Whether this processor gains anything by it.</summary>
    public bool IsOfUse => kernel.LeastLanes <= BlockKernel.Lanes;

    /// <summary>Puts blocks in the queue; nothing is done about them until somebody waits for them or for others.</summary>
    /// <param name="state">The stream's state. Neither it nor the blocks are to be touched until it is done.</param>
    /// <param name="data">Where the blocks are.</param>
    /// <param name="offset">Bytes before the first of them.</param>
    /// <param name="blocks">How many there are; more than 0.</param>
    public LaneJob Begin(uint[] state, byte[] data, int offset, int blocks)
    {
        LaneJob job = new(state, data, offset, blocks, continuation);
        lock (_gate)
        {
            _jobs.Add(job);
        }

        return job;
    }

    /// <summary>Waits for blocks to be done.</summary>
    public Task EndAsync(LaneJob job)
    {
        lock (_gate)
        {
            if (!job.IsAwaited && _jobs.Contains(job))
            {
                job.IsAwaited = true;
                _awaited++;
            }

            if (_isWorking || _awaited == 0)
            {
                return job.Ended;
            }

            _isWorking = true;
        }

        _ = Task.Run(Work);
        return job.Ended;
    }

    /// <summary>
    /// Takes blocks out of the queue whose hash nobody wants any more. They may be under way at that moment, and then are read
    /// a little longer.
    /// </summary>
    public void Withdraw(LaneJob job)
    {
        lock (_gate)
        {
            Remove(job);
        }
    }

    private void Work()
    {
        try
        {
            while (TakeBatch())
            {
                int blocks = _batch.Compress(BlocksInStep);
                foreach (LaneJob job in _batch.Jobs)
                {
                    job.Advance(blocks);
                    if (job.Blocks == 0)
                    {
                        Settle(job);
                    }
                }
            }
        }
        catch (OutOfMemoryException failure)
        {
            FailAll(failure);
        }
    }

    /// <summary>Chooses what is done next; whoever came first is first.</summary>
    /// <returns>Whether there is anything that somebody waits for.</returns>
    private bool TakeBatch()
    {
        _batch.Jobs.Clear();
        lock (_gate)
        {
            _isWorking = _awaited > 0;
            if (_isWorking)
            {
                _batch.Take(_jobs);
            }

            return _isWorking;
        }
    }

    private void Settle(LaneJob job)
    {
        lock (_gate)
        {
            Remove(job);
        }

        job.End();
    }

    private void Remove(LaneJob job)
    {
        if (_jobs.Remove(job) && job.IsAwaited)
        {
            _awaited--;
        }
    }

    private void FailAll(Exception failure)
    {
        List<LaneJob> left;
        lock (_gate)
        {
            left = [.. _jobs];
            _jobs.Clear();
            _awaited = 0;
            _isWorking = false;
        }

        foreach (LaneJob job in left)
        {
            job.Fail(failure);
        }
    }
}
