using System.Security.Cryptography;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>A temporary folder with files, the same bytes in slices, an emulator's store and the engine's journal.</summary>
internal sealed class Workspace : IDisposable
{
    public const int SliceSize = TransferOptions.Mebibyte;

    private const int WarmUpSlices = 256;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cosslice-benchmark-");
    private readonly string[] _files;
    private readonly int _slicesOfFile;

    private Workspace(int files, int slicesOfFile)
    {
        _slicesOfFile = slicesOfFile;
        Files = _folder.CreateSubdirectory("files").FullName;
        _files = [.. Enumerable.Range(0, files).Select(i => Path.Combine(Files, files == 1 ? "file.bin" : $"file{i}.bin"))];
        WarmUpFile = Path.Combine(_folder.FullName, "warm-up.bin");
        Slices = _folder.CreateSubdirectory("slices").FullName;
        Store = Path.Combine(_folder.FullName, "store");
        State = Path.Combine(_folder.FullName, "state");
    }

    /// <summary>Slices of all files.</summary>
    public int SliceCount => _files.Length * _slicesOfFile;

    /// <summary>Bytes of all files.</summary>
    public long Length => (long)SliceCount * SliceSize;

    /// <summary>The folder of the files, and of nothing else.</summary>
    public string Files { get; }

    /// <summary>The first file.</summary>
    public string File => _files[0];

    /// <summary>A file for a client to warm up with: the first 256 MiB of <see cref="File"/>, or all of it.</summary>
    public string WarmUpFile { get; }

    /// <summary>The folder of <see cref="SliceName"/>: curl posts whole files, not ranges of one.</summary>
    public string Slices { get; }

    /// <summary>Where the emulator writes.</summary>
    public string Store { get; }

    /// <summary>Where the engine remembers its unfinished uploads.</summary>
    public string State { get; }

    public static string SliceName(int index) => $"{index}.bin";

    public static Task<Workspace> CreateAsync(int sizeMiB, CancellationToken cancellationToken) => CreateAsync(1, sizeMiB, cancellationToken);

    /// <param name="files">How many files.</param>
    /// <param name="sizeMiB">The size of each.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<Workspace> CreateAsync(int files, int sizeMiB, CancellationToken cancellationToken)
    {
        Workspace workspace = new(files, sizeMiB);
        try
        {
            await workspace.FillAsync(cancellationToken);
            return workspace;
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        byte[] slice = new byte[SliceSize];
        int index = 0;
        await using FileStream warmUp = System.IO.File.Create(WarmUpFile);
        foreach (string file in _files)
        {
            await using FileStream whole = System.IO.File.Create(file);
            for (int i = 0; i < _slicesOfFile; i++)
            {
                RandomNumberGenerator.Fill(slice);
                await whole.WriteAsync(slice, cancellationToken);
                await using FileStream part = System.IO.File.Create(Path.Combine(Slices, SliceName(index++)));
                await part.WriteAsync(slice, cancellationToken);
                part.Flush(flushToDisk: true);
                if (index <= Math.Min(_slicesOfFile, WarmUpSlices))
                {
                    await warmUp.WriteAsync(slice, cancellationToken);
                }
            }

            // What is still to be written back would be written back during the runs.
            whole.Flush(flushToDisk: true);
        }

        warmUp.Flush(flushToDisk: true);
    }
}
