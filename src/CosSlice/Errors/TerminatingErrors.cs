using System.Management.Automation;

namespace CosSlice.Errors;

/// <summary>A wrong set-up ends the whole command, before anything is sent.</summary>
internal static class TerminatingErrors
{
    /// <summary>Runs a step of the set-up; an error that the engine names terminates the command.</summary>
    public static T OrTerminate<T>(this PSCmdlet cmdlet, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (CosException e)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.From(e, null));
            throw; // not reached: it tells the compiler so
        }
    }
}
