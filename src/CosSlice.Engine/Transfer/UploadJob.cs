using CosSlice.Files;
using CosSlice.Journal;
using CosSlice.Protocol;
using CosSlice.Signatures;

namespace CosSlice.Transfer;

/// <summary>A run over one file's upload, whichever verb asked for it: the lock, the work, and its end put into words and into the journal.</summary>
internal abstract class UploadJob(UploadServices services, UploadRequest request, UploadProgress progress)
{
    private JournalEntry? _entry;

    protected UploadServices Services { get; } = services;

    protected UploadRequest Request { get; } = request;

    protected UploadProgress Progress { get; } = progress;

    /// <summary>Does the work.</summary>
    /// <exception cref="CosException">It came to nothing; its <see cref="CosException.Upload"/> says how far.</exception>
    public async Task<UploadResult> RunAsync(CancellationToken cancellationToken)
    {
        DateTime startedAt = Services.Clock.UtcNow.UtcDateTime;
        TimeSpan started = Services.Clock.Elapsed;
        bool isDone = false;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            Request.Context.EnsureTimeLeft(Services.ServerClock);
            Services.Access.EnsureNotRefused(Request.Context);
            UploadOutcome outcome = await WorkAsync(cancellationToken).ConfigureAwait(false);
            isDone = true;
            return End(outcome, startedAt, Services.Clock.Elapsed - started);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _entry?.Fail(CosUploadState.Interrupted, TransferTexts.Stopped, code: null, isWorthKeeping: true);
            throw;
        }
        catch (CosServiceException refused)
            when (refused.Class == RetryClass.SignAgain && Request.Context.Credential is SignatureCredential signature)
        {
            throw Failed(CosErrors.SignatureExpired(signature.Text.ExpiresAt, refused));
        }
        catch (CosException failure)
        {
            _ = Failed(failure);
            throw;
        }
        finally
        {
            Progress.Enter(isDone ? UploadPhase.Completed : UploadPhase.Failed);
            _entry?.Dispose();
        }
    }

    /// <summary>Whether a finished object is left for <c>Complete</c> to return.</summary>
    protected virtual bool LeavesOpen => false;

    /// <summary>What the verb does.</summary>
    protected abstract Task<UploadOutcome> WorkAsync(CancellationToken cancellationToken);

    /// <summary>Takes the target's lock, and looks at what is remembered of it.</summary>
    /// <param name="matters">Whether the run is one that should be remembered.</param>
    /// <exception cref="CosException"><c>UploadLocked</c>.</exception>
    protected JournalEntry OpenEntry(bool matters)
    {
        _entry = JournalEntry.Open(
            Services,
            UploadIdentity.Of(Request.Context, Request.Key.Value),
            Request.Key.Value,
            warning => Services.Observer?.Warned(Progress, warning),
            matters);
        return _entry;
    }

    /// <summary>Opens the file, if it is one that the service takes.</summary>
    protected SourceFile OpenSource(string path)
    {
        SourceFile source = SourceFile.Open(path);
        Progress.SetLength(source.Length);
        if (source.Length <= TransferOptions.FileMaximum)
        {
            return source;
        }

        source.Dispose();
        throw CosErrors.FileTooLarge(source.Path, source.Length, TransferOptions.FileMaximum);
    }

    /// <summary>Sends a file, whole or in slices.</summary>
    protected Task<UploadOutcome> SendAsync(CurrentUpload upload, CancellationToken cancellationToken)
    {
        // The conversation in slices needs at least one; what was begun in slices goes on in slices.
        bool isSmall = upload.Source.Length <= upload.Options.SimpleUploadLimit && upload.Known is null && !LeavesOpen;
        return upload.Source.Length == 0 || isSmall
            ? new SimpleUpload(upload).RunAsync(cancellationToken)
            : new SlicedUpload(upload, LeavesOpen).RunAsync(cancellationToken);
    }

    private UploadResult End(UploadOutcome outcome, DateTime startedAt, TimeSpan duration)
    {
        if (LeavesOpen)
        {
            bool isCompleted = outcome.Stored is not null;
            _entry!.Save(record => record with
            {
                State = isCompleted ? CosUploadState.Completed : CosUploadState.Sent,
                BytesAcknowledged = outcome.Length,
            });
            return new UploadResult(null, _entry.Record!.ToUpload());
        }

        _entry!.Remove();
        return new UploadResult(Describe(outcome, startedAt, duration), null);
    }

    private CosFile Describe(UploadOutcome outcome, DateTime startedAt, TimeSpan duration) => new()
    {
        LiteralPath = Progress.LiteralPath,
        Key = Request.Key.Value,
        Bucket = Request.Context.Bucket,
        AppId = Request.Context.AppId,
        Endpoint = Request.Context.Endpoint,
        ApiVersion = Request.Context.ApiVersion,
        Length = outcome.Length,
        Sha1 = outcome.Sha1,
        AccessUrl = outcome.Stored!.AccessUrl,
        SourceUrl = outcome.Stored.SourceUrl,
        Url = outcome.Stored.Url,
        PreviewUrl = outcome.Stored.PreviewUrl,
        ResourcePath = outcome.Stored.ResourcePath,
        InstantUpload = outcome.IsInstant,
        Resumed = outcome.IsResumed,
        BytesSent = Progress.BytesSent,
        StartedAt = startedAt,
        Duration = duration,
        RequestId = outcome.Stored.RequestId,
    };

    private CosException Failed(CosException failure)
    {
        CosUploadState state = UploadStates.After(failure);
        bool isAboutTheCall = failure is { Kind: CosErrorKind.InvalidArgument, Code: null };
        CosUpload? remembered = isAboutTheCall && _entry?.Earlier is { } earlier
            ? earlier.ToUpload()
            : _entry?.Fail(state, failure.Message, failure.Code, isWorthKeeping: failure.IsTransient);
        failure.Upload ??= remembered ?? Untouched(failure) ?? Snapshot(failure, state);
        return failure;
    }

    // What failed before it came to its entry is as far as it was.
    private CosUpload? Untouched(CosException failure)
    {
        CosUpload? upload = _entry is null && Services.Journal.Folder.Problem is null
            ? Services.Journal.Find(UploadIdentity.Of(Request.Context, Request.Key.Value))?.ToUpload()
            : null;
        if (upload is not null)
        {
            upload.LastError = failure.Message;
            upload.LastErrorCode = failure.Code;
        }

        return upload;
    }

    // Of a file that goes up in one request, or that could not be opened, the journal knows nothing.
    private CosUpload Snapshot(CosException failure, CosUploadState state) => new()
    {
        UploadId = UploadIdentity.Of(Request.Context, Request.Key.Value),
        LiteralPath = Request.LiteralPath,
        Key = Request.Key.Value,
        Bucket = Request.Context.Bucket,
        AppId = Request.Context.AppId,
        Endpoint = Request.Context.Endpoint,
        ApiVersion = Request.Context.ApiVersion,
        State = state,
        Length = Progress.Length,
        BytesSent = Progress.BytesAcknowledged,
        UpdatedAt = Services.Clock.UtcNow.UtcDateTime,
        LastError = failure.Message,
        LastErrorCode = failure.Code,
    };
}
