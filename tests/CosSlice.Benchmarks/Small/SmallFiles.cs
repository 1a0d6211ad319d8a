using System.Globalization;
using System.Security.Cryptography;

namespace CosSlice.Benchmarks.Small;

/// <summary>A temporary folder of small files, and one for what clients write meanwhile.</summary>
internal sealed class SmallFiles : IDisposable
{
    public const int Count = 2000;
    public const int Size = 4096;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cosslice-small-");
    private readonly Dictionary<string, string> _sha1s = [];

    public SmallFiles()
    {
        Folder = _folder.CreateSubdirectory("files").FullName;
        State = _folder.CreateSubdirectory("state").FullName;
        byte[] content = new byte[Size];
        for (int i = 0; i < Count; i++)
        {
            RandomNumberGenerator.Fill(content);
            string name = string.Create(CultureInfo.InvariantCulture, $"{i}.bin");
            using FileStream file = File.Create(Path.Combine(Folder, name));
            file.Write(content);

            // What is still to be written back would be written back during the runs.
            file.Flush(flushToDisk: true);
            _sha1s[name] = Sha1Of(content);
        }
    }

    /// <summary>The folder of the files, and of nothing else.</summary>
    public string Folder { get; }

    /// <summary>Where the engine takes its locks.</summary>
    public string State { get; }

    /// <summary>The SHA-1 of each file by its name, in lower-case hex: what the requests say of their content.</summary>
    public IReadOnlyDictionary<string, string> Sha1s => _sha1s;

    public void Dispose() => _folder.Delete(recursive: true);

#pragma warning disable CA5350 // the protocol's own; it guards against damage, not against attack
    private static string Sha1Of(byte[] content) => Convert.ToHexStringLower(SHA1.HashData(content));
#pragma warning restore CA5350
}
