using System.Runtime.ExceptionServices;
using CosSlice.Http;
using CosSlice.Protocol;
using CosSlice.Signatures;

namespace CosSlice.Transfer;

/// <summary>
/// The one place where requests are let in, repeated and given up. A request holds a place under the throttle while it is
/// in flight and none while it waits for its next try.
/// </summary>
#pragma warning disable CA1001 // the semaphore holds no handle, and disposing of it would race with requests that end
internal sealed class RetryRunner
#pragma warning restore CA1001
{
    // A page in the service's place, or a line that damages content, will not be cured by an hour of repeats.
    private const int RepeatsOfBadAnswers = 2;

    private static readonly TimeSpan OutageWorthAWord = TimeSpan.FromSeconds(10);

    private readonly TransferOptions _options;
    private readonly Clock _clock;
    private readonly ServerClock _serverClock;
    private readonly IUploadObserver? _observer;
    private readonly SemaphoreSlim _places;
    private readonly RetryBudget _budget;
    private readonly Outage _outage;
    private int _hasAnswered;
    private int _hasWarned;
    private int _hasWarnedOfClock;

    public RetryRunner(TransferOptions options, Clock clock, ServerClock serverClock, IUploadObserver? observer)
    {
        _options = options;
        _clock = clock;
        _serverClock = serverClock;
        _observer = observer;
        _places = new SemaphoreSlim(options.ThrottleLimit, options.ThrottleLimit);
        _budget = new RetryBudget(
            options.RetryTimeout, Backoff.Maximum + options.ConnectionTimeout + options.OperationTimeout, clock);
        _outage = new Outage(options.RetryInterval, _budget, clock);
    }

    /// <summary>Runs a request until it succeeds or is not worth another try.</summary>
    /// <param name="operation">The protocol's op, for messages.</param>
    /// <param name="progress">The upload it belongs to.</param>
    /// <param name="trace">Learns what the attempts did.</param>
    /// <param name="attempt">One try.</param>
    /// <param name="cancellationToken">Ends the try under way, or the wait for the next.</param>
    /// <exception cref="CosException">It was refused, or given up.</exception>
    public async Task<T> RunAsync<T>(
        string operation,
        UploadProgress progress,
        AttemptTrace trace,
        Func<CancellationToken, Task<T>> attempt,
        CancellationToken cancellationToken)
    {
        int badAnswers = 0;
        bool hasSignedAgain = false;
        OutageShare share = new();
        while (true)
        {
            Exception failure;
            bool isWorthwhile;
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                trace.Begin();
                T result = await attempt(cancellationToken).ConfigureAwait(false);
                Succeed(progress);
                return result;
            }
            catch (SourceFailedException failed)
            {
                ExceptionDispatchInfo.Capture(failed.Failure).Throw();
                throw;
            }
            catch (TransportException lost)
            {
                trace.LoseAnswer();

                // Where answers came before, a failed handshake is a fault of the moment, such as of one server among many.
                failure = lost.IsPermanent && Volatile.Read(ref _hasAnswered) == 0 ? throw CosErrors.ConnectionNotSecure(lost) : lost;
                isWorthwhile = true;
            }
            catch (CosServiceException refused)
            {
                failure = refused;
                Volatile.Write(ref _hasAnswered, 1);
                if (refused.MayHaveActed)
                {
                    trace.LoseAnswer();
                }

                switch (refused.Class)
                {
                    case RetryClass.Later:
                        isWorthwhile = true;
                        break;
                    case RetryClass.Damaged:
                        isWorthwhile = badAnswers++ < RepeatsOfBadAnswers;
                        break;
                    case RetryClass.SignAgain:
                        LearnTime(progress, trace);
                        isWorthwhile = !hasSignedAgain;
                        hasSignedAgain = true;
                        break;
                    default:
                        // The same request would be refused again; what else can be done, the upload's steps know.
                        isWorthwhile = false;
                        break;
                }
            }
            catch (CosException bad) when (bad.Kind is CosErrorKind.InvalidResponse or CosErrorKind.Integrity)
            {
                trace.LoseAnswer();
                failure = bad;

                // Asked again and again, a proxy that does not take a password may lock its owner out.
                isWorthwhile = bad.IsTransient || (bad.HttpStatus != ServiceCodes.ProxyAuthenticationRequired && badAnswers++ < RepeatsOfBadAnswers);
            }
            finally
            {
                _places.Release();
            }

            if (!isWorthwhile)
            {
                // A refusal for good is an answer: the service is there and working.
                if (_budget.Succeed())
                {
                    _outage.End();
                }

                ExceptionDispatchInfo.Capture(failure).Throw();
            }

            await WaitForNextTryAsync(operation, progress, trace, share, failure, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitForNextTryAsync(
        string operation,
        UploadProgress progress,
        AttemptTrace trace,
        OutageShare share,
        Exception failure,
        CancellationToken cancellationToken)
    {
        TimeSpan? left = _budget.Fail();
        if (left is null)
        {
            _outage.GiveUp();
        }
        else if (share.IsTurn && failure is TransportException)
        {
            _outage.Fail();
        }

        share.IsTurn = false;
        TimeSpan asked = trace.Headers?.RetryAfter ?? TimeSpan.Zero;
        if (left is null || trace.Attempts + share.TriesOfOthers > _options.MaximumRetryCount || asked > left)
        {
            throw GiveUp(operation, trace, failure);
        }

        progress.Retry(failure.Message);
        if (failure is TransportException)
        {
            WarnOfSilence(progress, failure.Message);
            await WaitForTheWayAsync(operation, progress, trace, share, failure, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Asked to come later by a service that is there: others' success does not make it later.
        TimeSpan delay = Backoff.Delay(_options.RetryInterval, trace.Attempts - 1, _clock.NextDouble());
        delay = delay < asked ? asked : delay;

        // The last try is made when the time is up, not before.
        delay = delay > left.Value ? left.Value : delay;
        NoteNextTry(operation, progress, trace, failure, delay);
        await _clock.DelayAsync(delay, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for its turn, or until any request gets through: the way to the service is open again for all.</summary>
    private async Task WaitForTheWayAsync(
        string operation,
        UploadProgress progress,
        AttemptTrace trace,
        OutageShare share,
        Exception failure,
        CancellationToken cancellationToken)
    {
        (OutageEnd end, int tries) = await _outage.WaitAsync(
            trace.Attempts + share.TriesOfOthers,
            _options.MaximumRetryCount,
            delay => NoteNextTry(operation, progress, trace, failure, delay),
            cancellationToken).ConfigureAwait(false);
        if (end == OutageEnd.GivenUp)
        {
            throw GiveUp(operation, trace, failure);
        }

        share.IsTurn = end == OutageEnd.Turn;
        share.TriesOfOthers = share.IsTurn ? tries - trace.Attempts : 0;
    }

    private void NoteNextTry(string operation, UploadProgress progress, AttemptTrace trace, Exception failure, TimeSpan delay)
        => _observer?.Noted(progress, TextFormat.Of(TransferTexts.NextAttempt, operation, failure.Message, trace.Attempts + 1, delay.TotalSeconds));

    private void Succeed(UploadProgress progress)
    {
        Volatile.Write(ref _hasAnswered, 1);
        if (_budget.Succeed())
        {
            _outage.End();
        }

        if (Interlocked.Exchange(ref _hasWarned, 0) == 1)
        {
            _observer?.Noted(progress, TransferTexts.AnswersAgain);
        }
    }

    private void LearnTime(UploadProgress progress, AttemptTrace trace)
    {
        if (trace.Headers?.ServerTime is { } serverTime
            && _serverClock.Learn(serverTime) is TimeSpan behind
            && Interlocked.Exchange(ref _hasWarnedOfClock, 1) == 0)
        {
            TimeSpan difference = TimeSpan.FromSeconds(Math.Round(behind.Duration().TotalSeconds));
            _observer?.Warned(
                progress,
                behind > TimeSpan.Zero
                    ? TextFormat.Of(TransferTexts.ClockBehind, difference)
                    : TextFormat.Of(TransferTexts.ClockAhead, difference));
        }
    }

    private CosException GiveUp(string operation, AttemptTrace trace, Exception failure)
        => failure is CosException { IsTransient: false } final
            ? final
            : CosErrors.TransferInterrupted(operation, trace.Attempts, _budget.WithoutProgress, failure);

    // An hour of silent waiting for a mistyped address helps nobody who sits before the screen, and a log should show an
    // outage; a connection that was reset is not worth a word.
    private void WarnOfSilence(UploadProgress progress, string problem)
    {
        bool isWorthAWord = Volatile.Read(ref _hasAnswered) == 0 || _budget.WithoutProgress >= OutageWorthAWord;
        if (isWorthAWord && Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            _observer?.Warned(
                progress, TextFormat.Of(TransferTexts.Retrying, problem, _options.MaximumRetryCount, _options.RetryTimeout.TotalSeconds));
        }
    }

    /// <summary>A request's part in an outage.</summary>
    private sealed class OutageShare
    {
        /// <summary>Whether the try under way is made for all who wait.</summary>
        public bool IsTurn { get; set; }

        /// <summary>Tries that others made while it waited: they count as if they were its own.</summary>
        public int TriesOfOthers { get; set; }
    }
}
