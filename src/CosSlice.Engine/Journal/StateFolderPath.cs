namespace CosSlice.Journal;

/// <summary>Where the folder lies, by the environment alone.</summary>
internal static class StateFolderPath
{
    private const string Override = "COSSLICE_STATE";

    /// <summary>The absolute path, or <see langword="null"/> and why there is none.</summary>
    public static string? Of(Func<string, string?> variable, bool isWindows, out string? problem)
    {
        problem = null;

        // An empty variable is how most shells and schedulers unset one.
        if (variable(Override) is { } chosen && !string.IsNullOrWhiteSpace(chosen))
        {
            if (IsAbsolute(chosen, isWindows))
            {
                return WithoutEnd(chosen, isWindows);
            }

            problem = TextFormat.Of(JournalTexts.StateNotAbsolute, Override, SafeText.Of(chosen, 100));
            return null;
        }

        return isWindows ? OfWindows(variable, out problem) : OfUnix(variable, out problem);
    }

    private static string? OfWindows(Func<string, string?> variable, out string? problem)
    {
        string? local = variable("LOCALAPPDATA");
        bool isUsable = IsAbsolute(local, isWindows: true);
        problem = isUsable ? null : TextFormat.Of(JournalTexts.StateWithoutLocalAppData, Override);
        return isUsable ? Path.Combine(local!, "CosSlice") : null;
    }

    private static string? OfUnix(Func<string, string?> variable, out string? problem)
    {
        problem = null;

        // What is not absolute is to be ignored, by the XDG base directory specification.
        if (variable("XDG_STATE_HOME") is { } state && IsAbsolute(state, isWindows: false))
        {
            return Path.Combine(state, "cosslice");
        }

        if (variable("HOME") is { } home && IsAbsolute(home, isWindows: false))
        {
            return Path.Combine(home, ".local", "state", "cosslice");
        }

        problem = TextFormat.Of(JournalTexts.StateWithoutHome, Override);
        return null;
    }

    // A path that begins with a drive alone, or with one separator, depends on where the process is.
    private static bool IsAbsolute(string? path, bool isWindows)
    {
        if (path is null || path.Length == 0)
        {
            return false;
        }

        return isWindows
            ? path.Length >= 3 && ((path[1] == ':' && path[2] is '\\' or '/') || (path[0] is '\\' or '/' && path[1] == path[0]))
            : path[0] == '/';
    }

    // The root keeps its own.
    private static string WithoutEnd(string path, bool isWindows)
    {
        int length = path.Length;
        while (length > (isWindows ? 3 : 1) && (path[length - 1] == '/' || (isWindows && path[length - 1] == '\\')))
        {
            length--;
        }

        return path.Substring(0, length);
    }
}
