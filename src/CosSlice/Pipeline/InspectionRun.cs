using System.Management.Automation;

namespace CosSlice.Pipeline;

/// <summary>The questions of one command with the inspector that asks them.</summary>
internal sealed class InspectionRun : IRun
{
    private readonly QuestionRun _run;
    private readonly CosInspector _inspector;
    private readonly int _limit;

    /// <param name="cmdlet">The cmdlet that writes.</param>
    /// <param name="options">How requests are done.</param>
    /// <param name="cancellation">Ends every wait and every question.</param>
    public InspectionRun(Cmdlet cmdlet, TransferOptions options, CancellationToken cancellation)
    {
        _run = new QuestionRun(cmdlet, cancellation);
        _inspector = new CosInspector(options, _run);
        _limit = options.ThrottleLimit;
    }

    /// <summary>Asks, writes what is answered, and waits where too many questions are open.</summary>
    public void Ask(Func<CosInspector, Question> ask)
    {
        _run.Track(ask(_inspector));
        _run.Pump(_limit);
    }

    /// <summary>Writes the rest as it comes.</summary>
    public void Complete() => _run.Pump(open: 0);

    /// <inheritdoc/>
    public bool WaitForEnd(TimeSpan timeout) => _run.WaitForEnd(timeout);

    /// <summary>Lets go of the connections.</summary>
    public void Dispose() => _inspector.Dispose();
}
