using CosSlice.Errors;
using CosSlice.Signatures;

namespace CosSlice.Commands;

/// <summary>Commands whose parameters say where requests go: a place for all inputs, or each piped object's own.</summary>
public abstract class TargetCommand : RequestCommand
{
    private CosContext? _target;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _target = this.OrTerminate(() =>
        {
            CosContext known = Known();
            if (!MyInvocation.ExpectingInput || known.IsComplete)
            {
                return Check(known);
            }

            // Piped objects may bring the place that is missing, but none brings a credential.
            known.EnsureCredential();
            known.EnsureTimeLeft(new ServerClock(Clock.System));
            return null;
        });
    }

    /// <summary>Where this input goes: the command's own target, or that of the piped object.</summary>
    /// <exception cref="CosException">What the object says makes no target.</exception>
    private protected CosContext TargetOfInput()
    {
        if (OwnPlace != PlaceOfInput)
        {
            return Check(Known());
        }

        RequireTarget();
        return _target!;
    }

    /// <summary>Ends the command where it has no target of its own.</summary>
    private protected void RequireTarget() => _target ??= this.OrTerminate(() => Check(Known()));
}
