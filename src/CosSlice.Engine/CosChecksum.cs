namespace CosSlice;

/// <summary>How the content of an upload is verified.</summary>
public enum CosChecksum
{
    /// <summary>Nothing is compared but lengths, offsets and sessions.</summary>
    None,

    /// <summary>The MD5 of every slice is computed as it is sent and compared with the <c>datamd5</c> of the answer.</summary>
    Md5,
}
