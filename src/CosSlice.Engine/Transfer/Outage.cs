namespace CosSlice.Transfer;

/// <summary>
/// The requests that wait while the way to the service is lost. They take turns: one after the other makes a try, with pauses
/// that grow with each try of any of them, so that a thousand slices ask no more often than one. The first that gets through
/// lets all of them go on. A try that hangs holds up nobody: the next one's pause begins with it.
/// </summary>
/// <param name="first">The limit of the first pause.</param>
/// <param name="budget">How long it may go on.</param>
/// <param name="clock">Time and chance.</param>
internal sealed class Outage(TimeSpan first, RetryBudget budget, Clock clock)
{
    private readonly object _gate = new();
    private readonly LinkedList<Waiter> _waiters = new();

    // Tries so far, those before anybody waited included: who joins late waits as long as the others.
    private int _tries;

    /// <summary>Waits behind those who wait already.</summary>
    /// <param name="tries">How many tries the request has behind it, with those that others made while it waited.</param>
    /// <param name="maximum">With how many more than this it is given up.</param>
    /// <param name="noted">Learns of the pause before its turn, once it is the next.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How it ended, and how many tries the request has behind it now.</returns>
    public async Task<(OutageEnd End, int Tries)> WaitAsync(
        int tries, int maximum, Action<TimeSpan> noted, CancellationToken cancellationToken)
    {
        Waiter waiter = new(tries, maximum);
        LinkedListNode<Waiter> place;
        lock (_gate)
        {
            place = _waiters.AddLast(waiter);
            CallFirst();
        }

        try
        {
            using (cancellationToken.Register(() => waiter.Ended.TrySetCanceled(cancellationToken)))
            {
                await WaitForTurnAsync(waiter, noted, cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            OutageEnd end = TryTakeTurn(place) ? OutageEnd.Turn : await waiter.Ended.Task.ConfigureAwait(false);
            return (end, waiter.Tries);
        }
        finally
        {
            Leave(place);
        }
    }

    /// <summary>A request got through: all go on.</summary>
    public void End()
    {
        Release(OutageEnd.Over, _ => true);
        lock (_gate)
        {
            _tries = 0;
        }
    }

    /// <summary>One whose turn it was failed: those for whom it was the last try give up.</summary>
    public void Fail() => Release(OutageEnd.GivenUp, waiter => waiter.Tries > waiter.Maximum);

    /// <summary>The time is up for all.</summary>
    public void GiveUp() => Release(OutageEnd.GivenUp, _ => true);

    private async Task WaitForTurnAsync(Waiter waiter, Action<TimeSpan> noted, CancellationToken cancellationToken)
    {
        Task ended = waiter.Ended.Task;
        if (await Task.WhenAny(waiter.Called.Task, ended).ConfigureAwait(false) == ended)
        {
            return;
        }

        // The last try is made when the time is up, not before; whoever is called after that waits for its outcome.
        TimeSpan delay = Backoff.Delay(first, StepsOf(waiter), clock.NextDouble());
        TimeSpan left = budget.Left;
        delay = left > TimeSpan.Zero && delay > left ? left : delay;
        noted(delay);
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task waited = clock.DelayAsync(delay, enough.Token);
        if (await Task.WhenAny(waited, ended).ConfigureAwait(false) == waited)
        {
            await waited.ConfigureAwait(false);
        }
        else
        {
            enough.Cancel();
        }
    }

    private int StepsOf(Waiter waiter)
    {
        lock (_gate)
        {
            return Math.Max(_tries, waiter.Tries) - 1;
        }
    }

    /// <returns>Whether it is the request's turn; otherwise its wait has ended in another way.</returns>
    private bool TryTakeTurn(LinkedListNode<Waiter> place)
    {
        lock (_gate)
        {
            if (place.List is null)
            {
                return false;
            }

            _waiters.Remove(place);
            _tries = Math.Max(_tries, place.Value.Tries) + 1;
            foreach (Waiter other in _waiters)
            {
                other.Tries++;
            }

            CallFirst();
            return true;
        }
    }

    private void Leave(LinkedListNode<Waiter> place)
    {
        lock (_gate)
        {
            if (place.List is not null)
            {
                _waiters.Remove(place);
                CallFirst();
            }
        }
    }

    private void Release(OutageEnd end, Func<Waiter, bool> isMeant)
    {
        lock (_gate)
        {
            for (LinkedListNode<Waiter>? place = _waiters.First, next; place is not null; place = next)
            {
                next = place.Next;
                if (isMeant(place.Value))
                {
                    _waiters.Remove(place);
                    place.Value.Ended.TrySetResult(end);
                }
            }

            CallFirst();
        }
    }

    private void CallFirst() => _waiters.First?.Value.Called.TrySetResult(true);

    private sealed class Waiter(int tries, int maximum)
    {
        public int Tries { get; set; } = tries;

        public int Maximum { get; } = maximum;

        /// <summary>It is the next, and its pause begins.</summary>
        public TaskCompletionSource<bool> Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>It ends without a turn.</summary>
        public TaskCompletionSource<OutageEnd> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
