using System.Security.Cryptography;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>A temporary folder with the file, the same file in slices, the emulator's store and the engine's journal.</summary>
internal sealed class Workspace : IDisposable
{
    public const int SliceSize = TransferOptions.Mebibyte;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cosslice-benchmark-");

    private Workspace(int slices)
    {
        SliceCount = slices;
        File = Path.Combine(_folder.FullName, "file.bin");
        Slices = _folder.CreateSubdirectory("slices").FullName;
        Store = Path.Combine(_folder.FullName, "store");
        State = Path.Combine(_folder.FullName, "state");
    }

    public int SliceCount { get; }

    public long Length => (long)SliceCount * SliceSize;

    /// <summary>The whole file.</summary>
    public string File { get; }

    /// <summary>The folder of <see cref="SliceName"/>: curl posts whole files, not ranges of one.</summary>
    public string Slices { get; }

    /// <summary>Where the emulator writes.</summary>
    public string Store { get; }

    /// <summary>Where the engine remembers its unfinished uploads.</summary>
    public string State { get; }

    public static string SliceName(int index) => $"{index}.bin";

    public static async Task<Workspace> CreateAsync(int sizeMiB, CancellationToken cancellationToken)
    {
        Workspace workspace = new(sizeMiB);
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
        await using FileStream whole = System.IO.File.Create(File);
        for (int i = 0; i < SliceCount; i++)
        {
            RandomNumberGenerator.Fill(slice);
            await whole.WriteAsync(slice, cancellationToken);
            await using FileStream part = System.IO.File.Create(Path.Combine(Slices, SliceName(i)));
            await part.WriteAsync(slice, cancellationToken);
            part.Flush(flushToDisk: true);
        }

        // What is still to be written back would be written back during the runs.
        whole.Flush(flushToDisk: true);
    }
}
