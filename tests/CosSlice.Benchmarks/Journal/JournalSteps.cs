using System.Diagnostics;
using CosSlice.Files;
using CosSlice.Hashing;
using CosSlice.Journal;
using CosSlice.Transfer;

namespace CosSlice.Benchmarks.Journal;

/// <summary>What the engine's journal does for uploads of one file, without the uploads.</summary>
internal sealed class JournalSteps : IDisposable
{
    private readonly CosContext _context = CosContext.Create(
        "10055004", "accesslog", null, new Uri("http://127.0.0.1"), "AKIDemulator", "emulator");

    private readonly UploadServices _services;
    private readonly SourceFile _source;
    private readonly FileHash _hash;

    /// <param name="file">The file.</param>
    /// <param name="stateFolder">Where the journal lies.</param>
    public JournalSteps(string file, string stateFolder)
    {
        _services = new UploadServices(new TransferOptions { StateFolder = stateFolder }, Clock.System, observer: null);
        _source = SourceFile.Open(file);
        int parts = FileHash.CountParts(_source.Length, TransferOptions.Mebibyte);
        _hash = new FileHash(_source.Length, TransferOptions.Mebibyte, new byte[Math.Max(1, parts) * Sha1Core.DigestSize]);
    }

    /// <summary>Takes the lock of a target that nothing is remembered of.</summary>
    public JournalEntry Open(string key)
        => JournalEntry.Open(
            _services, UploadIdentity.Of(_context, key), key, warning => throw new BenchmarkFailedException(warning), matters: true);

    /// <summary>An upload begins: it is remembered before the service is asked, and the session once the service has answered.</summary>
    public void Begin(JournalEntry entry, string key)
    {
        UploadRequest request = new(_context, _source.Path, ObjectKey.Create(key));
        new CurrentUpload(_services, request, _source, entry, new UploadProgress(_source.Path, key)).Remember();
        entry.KeepHash(_hash);
        entry.Save(record => record with
        {
            Session = new string('s', 96),
            SliceSize = TransferOptions.Mebibyte,
            State = CosUploadState.Sending,
        });
    }

    /// <summary>All is sent: the last step is remembered before it is asked for, and the upload is forgotten.</summary>
    public void Finish(JournalEntry entry)
    {
        entry.Save(record => record with
        {
            State = CosUploadState.Sent,
            BytesAcknowledged = _source.Length,
            IsFinishAsked = true,
        });
        entry.Remove();
    }

    /// <summary>All that it does for one upload.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="seconds">How long the upload would take: more that is acknowledged is written once a second.</param>
    /// <returns>Seconds.</returns>
    public double Run(string key, int seconds)
    {
        long start = Stopwatch.GetTimestamp();
        using (JournalEntry entry = Open(key))
        {
            Begin(entry, key);
            for (long sent = 0; sent < _source.Length; sent += TransferOptions.Mebibyte)
            {
                entry.Acknowledge(sent, (sent, TransferOptions.Mebibyte));
            }

            for (int second = 0; second < seconds; second++)
            {
                entry.Save(record => record with { BytesAcknowledged = _source.Length });
            }

            Finish(entry);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        _source.Dispose();
        _services.Dispose();
    }
}
