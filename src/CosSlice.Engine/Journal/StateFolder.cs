namespace CosSlice.Journal;

/// <summary>
/// The folder in which this user's unfinished uploads are remembered. Finding it only looks; it is made when the first
/// entry is written, so that nobody but the user can read it.
/// </summary>
internal sealed class StateFolder
{
    private readonly string _beforeNames;

    private StateFolder(string? path, string? problem)
    {
        Path = path;
        Problem = problem;

        // Roots are of many kinds; what stands before a name in each of them, the library knows.
        const string name = "x";
        string file = System.IO.Path.Combine(Subject, name);
        _beforeNames = file.Substring(0, file.Length - name.Length);
    }

    /// <summary>The absolute path; <see langword="null"/> where the environment names none.</summary>
    public string? Path { get; }

    /// <summary>Why it cannot be used, as a sentence; <see langword="null"/> where nothing is known to be in the way.</summary>
    public string? Problem { get; }

    /// <summary>What failures of the folder as a whole are about.</summary>
    public string Subject => Path ?? string.Empty;

    /// <summary>A folder that was named, or else the one that the process's environment means.</summary>
    public static StateFolder Of(string? path) => path is null ? Find() : new StateFolder(path, Inspect(path));

    /// <summary>Finds it by the process's environment.</summary>
    public static StateFolder Find() => Find(Environment.GetEnvironmentVariable, isWindows: !UnixFiles.IsUnix);

    /// <summary>Finds it.</summary>
    /// <param name="variable">Gives an environment variable's value.</param>
    /// <param name="isWindows">Whether the environment is one of Windows.</param>
    public static StateFolder Find(Func<string, string?> variable, bool isWindows)
    {
        string? path = StateFolderPath.Of(variable, isWindows, out string? problem);
        return new StateFolder(path, path is null ? problem : Inspect(path));
    }

    /// <summary>The path of an upload's file in it.</summary>
    /// <param name="uploadId">Which upload.</param>
    /// <param name="ending">What the file is, as <see cref="JournalNames"/> has it.</param>
    /// <exception cref="JournalException">The folder cannot be used.</exception>
    public string File(string uploadId, string ending)
        => Problem is null ? PathOf(uploadId, ending) : throw new JournalException(Subject, Problem);

    /// <summary>The same path, though the folder may be one that cannot be used.</summary>
    public string PathOf(string uploadId, string ending) => string.Concat(_beforeNames, uploadId, ending);

    /// <summary>Whether <see cref="Create"/> has found it in order.</summary>
    public bool IsInOrder { get; private set; }

    /// <summary>Makes the folder, where it is not there yet.</summary>
    /// <exception cref="JournalException">It cannot be made or used; the message says why.</exception>
    public void Create()
    {
        string? problem = Problem;
        if (problem is null && !Directory.Exists(Path))
        {
            try
            {
                Make(Path!);
            }
            catch (Exception failure) when (JournalFailures.IsOfFiles(failure))
            {
                throw new JournalException(Subject, TextFormat.Of(JournalTexts.FolderNotMade, Path, failure.Message), failure);
            }
        }

        // Looked at anew: it may be another one by now.
        problem ??= Inspect(Path!);
        if (problem is not null)
        {
            throw new JournalException(Subject, problem);
        }

        IsInOrder = true;
    }

    private static void Make(string path)
    {
        if (!UnixFiles.IsUnix)
        {
            // It inherits the rights of the user's profile.
            Directory.CreateDirectory(path);
            return;
        }

        if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } parent && !Directory.Exists(parent))
        {
            Make(parent);
        }

        UnixFiles.MakeFolder(path);
    }

    private static string? Inspect(string path)
    {
        // Who can change a link can bring what lies behind it under the eyes of others.
        if (UnixFiles.IsLink(path))
        {
            return TextFormat.Of(JournalTexts.FolderIsLink, path);
        }

        for (string? there = path; !string.IsNullOrEmpty(there); there = System.IO.Path.GetDirectoryName(there))
        {
            if (System.IO.File.Exists(there))
            {
                return TextFormat.Of(JournalTexts.FolderIsFile, there);
            }

            if (Directory.Exists(there))
            {
                // What lies above was not made for this purpose alone.
                return there == path ? InspectOwner(path) : null;
            }
        }

        return null;
    }

    private static string? InspectOwner(string path)
    {
        if (!UnixFiles.IsUnix || UnixMode.Of(path) is not { } mode)
        {
            return null;
        }

        if (mode.Owner != UnixFiles.CurrentUser)
        {
            return TextFormat.Invariant(JournalTexts.FolderOfAnotherUser, path, mode.Owner, UnixFiles.CurrentUser);
        }

        return mode.IsWritableByOthers
            ? TextFormat.Of(JournalTexts.FolderWritableByOthers, path, mode.Octal)
            : null;
    }
}
