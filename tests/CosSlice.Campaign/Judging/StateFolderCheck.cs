using System.Text.Json;
using CosSlice.Campaign.Runs;
using CosSlice.Campaign.Workers;

namespace CosSlice.Campaign.Judging;

/// <summary>Looks into the folder of the journal, with eyes of its own and with the engine's list of it.</summary>
internal static class StateFolderCheck
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The names of what is in it.</summary>
    public static IReadOnlyList<string> Names(string folder)
        => Directory.Exists(folder)
            ? [.. Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>Checks that nothing at all is left.</summary>
    public static void AssertEmpty(string folder)
    {
        IReadOnlyList<string> names = Names(folder);
        if (names.Count > 0)
        {
            throw new RunFailedException("nothing left in the state folder once all is stored", string.Join(", ", names));
        }
    }

    /// <summary>Checks that every file is one of the journal's, whole and for nobody else.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="mayHaveRemains">Whether a killed process may have left a lock or a half-written file.</param>
    /// <param name="files">What the entries may be about.</param>
    public static void AssertConsistent(string folder, bool mayHaveRemains, IReadOnlyList<RunFile> files)
    {
        IReadOnlyList<string> names = Names(folder);
        foreach (string name in names)
        {
            bool isRemains = Path.GetExtension(name) is ".lock" or ".tmp";
            bool isEntry = Path.GetExtension(name) == ".json";
            bool isOfEntry = Path.GetExtension(name) == ".parts" && (mayHaveRemains || names.Contains(Path.ChangeExtension(name, ".json")));
            if (isRemains ? !mayHaveRemains : !isEntry && !isOfEntry)
            {
                throw new RunFailedException("only entries of the journal in the state folder", string.Join(", ", names));
            }

            string path = Path.Combine(folder, name);
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != Private)
            {
                throw new RunFailedException($"{Private} for {name}", File.GetUnixFileMode(path).ToString());
            }

            if (isEntry)
            {
                Parse(path, files);
            }
        }
    }

    /// <summary>Checks that users see each entry.</summary>
    public static void AssertListed(string folder, WorkerReply list, IReadOnlyList<RunFile> files)
    {
        int entries = Names(folder).Count(name => Path.GetExtension(name) == ".json");
        bool isRight = list.Warnings.Count == 0 && list.Listed.Count == entries
            && list.Listed.All(upload => files.Any(file => file.Key == upload.Key && file.Path == upload.LiteralPath));
        if (!isRight)
        {
            throw new RunFailedException(
                $"{entries} entries listed, without a warning", $"{string.Join("; ", list.Listed)} {string.Join("; ", list.Warnings)}");
        }
    }

    private static void Parse(string path, IReadOnlyList<RunFile> files)
    {
        string text = File.ReadAllText(path);
        try
        {
            using JsonDocument head = JsonDocument.Parse(text);
            bool isOfRun = head.RootElement.EnumerateObject().Any(
                member => member.Value.ValueKind == JsonValueKind.String && files.Any(file => member.Value.GetString() == file.Key));
            if (!isOfRun)
            {
                throw new RunFailedException("an entry about one of the run's keys", text);
            }
        }
        catch (JsonException torn)
        {
            throw new RunFailedException($"JSON in {Path.GetFileName(path)}", $"{torn.Message}: {text}");
        }
    }
}
