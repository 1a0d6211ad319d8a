using System.Globalization;

namespace CosSlice.Benchmarks.Load;

/// <summary>A temporary folder of very many small files, and one for what the module remembers meanwhile.</summary>
internal sealed class ManyFiles : IDisposable
{
    public const int Count = 10_000;

    private const int MostBytes = 8192;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cosslice-load-");

    public ManyFiles()
    {
        Folder = _folder.CreateSubdirectory("files").FullName;
        State = _folder.CreateSubdirectory("state").FullName;
        Store = Path.Combine(_folder.FullName, "store");
        byte[] content = new byte[MostBytes];
        for (int i = 0; i < Count; i++)
        {
            int length = Random.Shared.Next(1, MostBytes);
            Random.Shared.NextBytes(content.AsSpan(0, length));
            using FileStream file = File.Create(Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{i}.bin")));
            file.Write(content, 0, length);
            Length += length;
        }
    }

    /// <summary>The folder of the files, and of nothing else.</summary>
    public string Folder { get; }

    /// <summary>Where the module takes its locks.</summary>
    public string State { get; }

    /// <summary>Where the emulator writes.</summary>
    public string Store { get; }

    /// <summary>Bytes of all files.</summary>
    public long Length { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
