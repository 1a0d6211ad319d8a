using CosSlice.Files;
using CosSlice.Journal;

namespace CosSlice.Transfer;

/// <summary>Sends a file as it is now; what is there of it already is not sent again.</summary>
internal sealed class SendJob(UploadServices services, UploadRequest request, UploadProgress progress, bool leavesOpen = false)
    : UploadJob(services, request, progress)
{
    protected override bool LeavesOpen => leavesOpen;

    protected override async Task<UploadOutcome> WorkAsync(CancellationToken cancellationToken)
    {
        EnsureOptionsFit();
        using SourceFile source = OpenSource(Request.LiteralPath);
        if (leavesOpen && source.Length == 0)
        {
            throw CosErrors.NoStepToLeave(source.Path);
        }

        JournalEntry entry = OpenEntry(matters: leavesOpen || source.Length > Services.Options.SimpleUploadLimit);
        CurrentUpload upload = new(Services, Request, source, entry, Progress);
        if (entry.Earlier is { } earlier)
        {
            await new EarlierUpload(upload, earlier).TakeUpOrDiscardAsync(cancellationToken).ConfigureAwait(false);
        }

        return await SendAsync(upload, cancellationToken).ConfigureAwait(false);
    }

    private void EnsureOptionsFit()
    {
        if (Request.Context.ApiVersion != 1)
        {
            return;
        }

        if (leavesOpen)
        {
            throw CosErrors.NoSeparateLastStep();
        }

        if (Services.Options.Checksum != CosChecksum.Sha1)
        {
            throw CosErrors.ChecksumNotTaken(Services.Options.Checksum);
        }
    }
}
