namespace CosSlice.Http;

/// <summary>What is computed of the bytes of a request while they go out.</summary>
internal enum ContentDigest
{
    None,

    /// <summary>MD5, to be compared with the answer's.</summary>
    Md5,

    /// <summary>SHA-1, sent along behind the content.</summary>
    Sha1,
}
