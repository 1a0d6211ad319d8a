namespace CosSlice;

/// <summary>How the content of an upload is verified.</summary>
public enum CosChecksum
{
    /// <summary>Nothing is compared but lengths, offsets and sessions.</summary>
    None,

    /// <summary>The MD5 of every slice is computed as it is sent and compared with the <c>datamd5</c> of the answer.</summary>
    Md5,

    /// <summary>
    /// The file is read once for its SHA-1 before it is sent. The service verifies every slice and the whole by it, an
    /// unfinished upload of the same content is carried on, and a file that the service already has is not sent again.
    /// </summary>
    Sha1,
}
