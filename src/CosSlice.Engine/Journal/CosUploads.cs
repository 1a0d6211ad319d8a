using CosSlice.Journal;

namespace CosSlice;

/// <summary>The unfinished uploads of this user, as the journal on this machine has them. Nothing is asked of the service, and nothing is written.</summary>
public sealed class CosUploads
{
    private readonly JournalStore _journal;

    /// <summary>Finds the journal.</summary>
    /// <param name="stateFolder">Its folder: an absolute path, or <see langword="null"/> for the user's own.</param>
    /// <param name="warn">Hears, as a sentence each, what cannot be read and is stepped over; may be <see langword="null"/>.</param>
    public CosUploads(string? stateFolder = null, Action<string>? warn = null)
        => _journal = new JournalStore(StateFolder.Of(stateFolder), Clock.System, (_, reason) => warn?.Invoke(reason));

    /// <summary>All of them, the one last brought up to date first.</summary>
    public IReadOnlyList<CosUpload> List() => [.. _journal.List().Select(Describe)];

    /// <summary>One of them; <see langword="null"/> where there is none of this id.</summary>
    /// <param name="uploadId"><see cref="CosUpload.UploadId"/>.</param>
    public CosUpload? Find(string uploadId)
        => JournalNames.IsUploadId(uploadId) && _journal.Find(uploadId) is { } record ? Describe(record) : null;

    private CosUpload Describe(UploadRecord record)
    {
        CosUpload upload = record.ToUpload();
        bool isUnderWay = upload.State is CosUploadState.Waiting or CosUploadState.Sending;

        // Who wrote that may have been killed since.
        if (isUnderWay && _journal.FindHolder(record.UploadId) is null)
        {
            upload.State = CosUploadState.Interrupted;
        }

        return upload;
    }
}
