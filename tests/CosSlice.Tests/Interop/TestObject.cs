using System.Security.Cryptography;

namespace CosSlice.Tests.Interop;

/// <summary>A local file and the key that it is uploaded to.</summary>
internal sealed class TestObject(string key, string path)
{
    public string Key => key;

    public string Path => path;

    /// <summary>The key's last segment.</summary>
    public string Name => key[(key.LastIndexOf('/') + 1)..];

    /// <summary>Bytes.</summary>
    public long Length { get; } = new FileInfo(path).Length;

    /// <summary>The SHA-1 of the file, lower-case hexadecimal.</summary>
    public string Sha { get; } = Convert.ToHexStringLower(SHA1.HashData(File.ReadAllBytes(path)));

    /// <summary>The folders that the key is in, the outer ones first, without slashes around them.</summary>
    public IEnumerable<string> Folders() =>
        key.Select((character, at) => (character, at)).Where(place => place.character == '/').Select(place => key[..place.at]);

    /// <summary>A key as it stands in a URL.</summary>
    public static string Encode(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
}
