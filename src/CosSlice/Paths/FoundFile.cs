namespace CosSlice.Paths;

/// <summary>A local file that is to go up.</summary>
/// <param name="path">Its absolute path.</param>
/// <param name="length">Its length as the folder has it; nothing was opened.</param>
internal sealed class FoundFile(string path, long length)
{
    public string Path { get; } = path;

    public long Length { get; } = length;
}
