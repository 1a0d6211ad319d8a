using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>
/// Where folders matter to objects. A folder is there when op=create has made it, or as long as something lies in it.
/// </summary>
internal sealed class Folders(EmulatorOptions options, ObjectStore store)
{
    public bool Exists(ObjectName folder) => store.Index.Get(folder) is not null || store.Index.HasAnyIn(folder);

    /// <summary>Refuses a file that has a folder's name, and one whose folder is missing where that matters.</summary>
    public void CheckFile(ObjectName file, ApiVersion version)
    {
        if (store.Index.Get(file with { Key = file.Key + "/" }) is not null)
        {
            // Both codes are documented, the first one for v1 and the second one for v4.
            int code = version == ApiVersion.V1 ? CosCode.PathConflict : CosCode.NameIsFolder;
            throw new RefusedException(code, "a folder has this name");
        }

        CheckParent(file);
    }

    /// <summary>Refuses a file or folder whose parent folder is missing, where that matters.</summary>
    public void CheckParent(ObjectName name)
    {
        int slash = name.Key.AsSpan().TrimEnd('/').LastIndexOf('/');
        if (slash < 0 || options.MissingFolder == MissingFolder.Allow || Exists(name with { Key = name.Key[..(slash + 1)] }))
        {
            return;
        }

        int code = options.MissingFolder == MissingFolder.NotFound ? CosCode.FileNotFound : CosCode.BadPath;
        throw new RefusedException(code, "the folder does not exist");
    }
}
