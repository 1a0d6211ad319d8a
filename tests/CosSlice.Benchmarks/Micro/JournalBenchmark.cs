using BenchmarkDotNet.Attributes;
using CosSlice.Benchmarks.Journal;
using CosSlice.Journal;

namespace CosSlice.Benchmarks.Micro;

/// <summary>
/// What an upload's place in the journal costs, each write of it flushed to the disk: an upload of 64 MiB that begins and is
/// finished, and one slice of it that is acknowledged.
/// </summary>
public class JournalBenchmark : IDisposable
{
    private const string LongKey = "journal/under-way.bin";
    private const string ShortKey = "journal/begun-and-finished.bin";

    private DirectoryInfo? _folder;
    private JournalSteps _steps = null!;
    private JournalEntry _entry = null!;
    private long _acknowledged;

    [GlobalSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("cosslice-benchmark-");
        string path = Path.Combine(_folder.FullName, "file.bin");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(64 * TransferOptions.Mebibyte);
        }

        _steps = new JournalSteps(path, Path.Combine(_folder.FullName, "state"));
        _entry = _steps.Open(LongKey);
        _steps.Begin(_entry, LongKey);
    }

    [Benchmark(Description = "journal: begin and finish")]
    public void BeginAndFinish()
    {
        using JournalEntry entry = _steps.Open(ShortKey);
        _steps.Begin(entry, ShortKey);
        _steps.Finish(entry);
    }

    [Benchmark(Description = "journal: acknowledge a slice")]
    public void Acknowledge() => _entry.Acknowledge(++_acknowledged, (_acknowledged, 1));

    [GlobalCleanup]
    public void Dispose()
    {
        if (_folder is not null)
        {
            _entry.Dispose();
            _steps.Dispose();
            _folder.Delete(recursive: true);
            _folder = null;
        }

        GC.SuppressFinalize(this);
    }
}
