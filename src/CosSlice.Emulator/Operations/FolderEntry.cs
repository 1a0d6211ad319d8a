using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>One line of a list: a file, or everything whose name begins alike up to the delimiter.</summary>
/// <param name="Name">Relative to the folder; a folder's ends in the delimiter.</param>
/// <param name="Head">The file's head, or the folder's own or else that of the first thing in it.</param>
/// <param name="IsFolder">Whether it stands for a folder.</param>
internal sealed record FolderEntry(string Name, ObjectHead Head, bool IsFolder)
{
    /// <summary>The entries of a folder, in the order of their names.</summary>
    /// <param name="heads">What lies under the folder at any depth, by key.</param>
    /// <param name="folder">The folder's key, with its slash; empty for the bucket.</param>
    /// <param name="delimiter">What ends a folder's name; null for every key on its own.</param>
    public static IEnumerable<FolderEntry> Of(IEnumerable<ObjectHead> heads, string folder, char? delimiter)
    {
        string? last = null;
        foreach (ObjectHead head in heads)
        {
            string rest = head.Key[folder.Length..];
            int end = delimiter is { } c ? rest.IndexOf(c, StringComparison.Ordinal) : -1;
            if (end < 0)
            {
                if (rest.Length > 0)
                {
                    yield return new FolderEntry(rest, head, head.IsFolder);
                }

                continue;
            }

            // Keys are sorted, so all that share a folder follow one another, and the folder's own comes first.
            string name = rest[..(end + 1)];
            if (name != last)
            {
                last = name;
                yield return new FolderEntry(name, head, IsFolder: true);
            }
        }
    }
}
