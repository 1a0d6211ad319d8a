using System.Security.Cryptography;
using System.Text;

namespace CosSlice.Emulator.Storage;

/// <summary>What an object is called: the decoded key may hold any character.</summary>
internal sealed record ObjectName(string AppId, string Bucket, string Key)
{
    /// <summary>A file name for it that any file system takes and that can't leave the store.</summary>
    public string FileName { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{AppId}\n{Bucket}\n{Key}")));

    /// <summary>The key with each segment percent-encoded as RFC 3986 has it.</summary>
    public string EncodedKey => string.Join('/', Key.Split('/').Select(Uri.EscapeDataString));
}
