using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace CosSlice.Contexts;

/// <summary>
/// What Set-CosContext set, a runspace for itself: -Parallel and thread jobs share a process, and one user's default
/// must not become another's.
/// </summary>
internal static class SessionContext
{
    private static readonly ConditionalWeakTable<Runspace, CosContext> Contexts = new();

    /// <summary>The context of the current runspace.</summary>
    public static CosContext? Current
    {
        get => Contexts.TryGetValue(Runspace.DefaultRunspace, out CosContext? context) ? context : null;
        set
        {
            // The table of the old target has no way to replace; only this runspace's own thread writes its entry.
            Contexts.Remove(Runspace.DefaultRunspace);
            if (value is not null)
            {
                Contexts.Add(Runspace.DefaultRunspace, value);
            }
        }
    }
}
