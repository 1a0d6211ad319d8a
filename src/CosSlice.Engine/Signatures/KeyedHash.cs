namespace CosSlice.Signatures;

/// <summary>HMAC-SHA1, which the protocol prescribes.</summary>
internal static partial class KeyedHash
{
    /// <summary>Its bytes.</summary>
    public const int Size = 20;
}
