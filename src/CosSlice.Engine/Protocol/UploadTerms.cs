using CosSlice.Hashing;

namespace CosSlice.Protocol;

/// <summary>What is declared of an upload when it begins, and holds until it is finished.</summary>
internal sealed class UploadTerms(long fileSize, long sliceSize, FileHash? hash, bool overwrite, string? bizAttribute)
{
    /// <summary>Bytes of the whole file.</summary>
    public long FileSize { get; } = fileSize;

    /// <summary>Bytes a slice that the service is asked for.</summary>
    public long SliceSize { get; } = sliceSize;

    /// <summary>The content's SHA-1 and the states between its parts, where they are sent.</summary>
    public FileHash? Hash { get; } = hash;

    public string? Sha => Hash?.Sha1;

    /// <summary>Whether an object of that name is replaced.</summary>
    public bool Overwrite { get; } = overwrite;

    /// <summary><c>biz_attr</c>, the account's own remark on the object.</summary>
    public string? BizAttribute { get; } = bizAttribute;
}
