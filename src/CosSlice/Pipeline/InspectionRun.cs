using System.Management.Automation;

namespace CosSlice.Pipeline;

/// <summary>The questions of one command with the engine that asks them.</summary>
/// <typeparam name="TEngine">What asks.</typeparam>
internal sealed class InspectionRun<TEngine> : IRun
    where TEngine : IDisposable
{
    private readonly QuestionRun _run;
    private readonly TEngine _engine;
    private readonly int _limit;

    /// <param name="cmdlet">The cmdlet that writes.</param>
    /// <param name="options">How requests are done.</param>
    /// <param name="make">Makes what asks.</param>
    /// <param name="cancellation">Ends every wait and every question.</param>
    public InspectionRun(
        PSCmdlet cmdlet, TransferOptions options, Func<TransferOptions, IUploadObserver, TEngine> make, CancellationToken cancellation)
    {
        _run = new QuestionRun(cmdlet, Clock.System, cancellation);
        _engine = make(options, _run);
        _limit = options.ThrottleLimit;
    }

    /// <summary>Asks, writes what is answered, and waits where too many questions are open.</summary>
    public void Ask(Func<TEngine, Question> ask)
    {
        _run.Track(ask(_engine));
        _run.Pump(_limit);
    }

    /// <summary>Writes the rest as it comes.</summary>
    public void Complete() => _run.Pump(open: 0);

    /// <inheritdoc/>
    public bool WaitForEnd(TimeSpan timeout) => _run.WaitForEnd(timeout);

    /// <summary>Takes the bar away, which a stop may have left, and lets go of the connections.</summary>
    public void Dispose()
    {
        _run.ClearBar();
        _engine.Dispose();
    }
}
