using System.Security.Cryptography;

namespace CosSlice.Benchmarks.StartUp;

/// <summary>A temporary folder with what the runs need.</summary>
internal sealed class StartUpFolder : IDisposable
{
    public const int Entries = 10_000;
    private const int SmallSize = 4096;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cosslice-start-up-");

    public StartUpFolder()
    {
        File.WriteAllBytes(SmallFile, RandomNumberGenerator.GetBytes(SmallSize));
        JournalEntries.Write(FullState, Entries);
    }

    /// <summary>A file that goes up in one request.</summary>
    public string SmallFile => Path.Combine(_folder.FullName, "small.bin");

    /// <summary>The file of the upload that is resumed, which is not there yet.</summary>
    public string LargeFile => Path.Combine(_folder.FullName, "large.bin");

    /// <summary>The assembly of a module of one cmdlet that does nothing, which is not there yet.</summary>
    public string BareModule => Path.Combine(_folder.FullName, "bare.dll");

    /// <summary>A journal without entries.</summary>
    public string EmptyState => Path.Combine(_folder.FullName, "empty");

    /// <summary>A journal with <see cref="Entries"/> entries.</summary>
    public string FullState => Path.Combine(_folder.FullName, "full");

    /// <summary>The journal of the upload that is resumed.</summary>
    public string ResumeState => Path.Combine(_folder.FullName, "resume");

    public void Dispose() => _folder.Delete(recursive: true);
}
