using System.Management.Automation;

namespace CosSlice.Pipeline;

/// <summary>Knows when nobody hears a command's verbose lines, so that texts for thousands of files need not be made.</summary>
/// <param name="cmdlet">The command.</param>
internal sealed class VerboseStream(PSCmdlet cmdlet)
{
    /// <summary>
    /// Whether PowerShell may show or record a line that is written now: it decides itself wherever a switch is bound or the
    /// preference is not plainly one for silence.
    /// </summary>
    public bool IsHeard()
    {
        Dictionary<string, object> bound = cmdlet.MyInvocation.BoundParameters;
        return bound.ContainsKey("Verbose") || bound.ContainsKey("Debug") || !IsSilenced();
    }

    // Looked up for each line, as PowerShell does: what stands beside the command in its pipeline may change it.
    private bool IsSilenced()
        => cmdlet.SessionState.PSVariable.GetValue("VerbosePreference") is ActionPreference.SilentlyContinue or ActionPreference.Ignore;
}
