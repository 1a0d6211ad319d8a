using CosSlice.Journal;
using CosSlice.Transfer;

namespace CosSlice;

/// <summary>Uploads files. One uploader serves any number of them, under one budget of requests and of time.</summary>
public sealed class CosUploader : IDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private readonly UploadServices _services;
    private int _isDisposed;

    /// <summary>Makes an uploader; nothing is sent yet.</summary>
    /// <param name="options">How to upload; not to be changed while the uploader is in use.</param>
    /// <param name="observer">Hears of repeats and decisions; may be <see langword="null"/>.</param>
    /// <exception cref="CosException">An option is out of its range (<c>InvalidOption</c>).</exception>
    public CosUploader(TransferOptions options, IUploadObserver? observer = null)
        : this(options, observer, Clock.System)
    {
    }

    internal CosUploader(TransferOptions options, IUploadObserver? observer, Clock clock)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        options.Validate();
        _services = new UploadServices(options, clock, observer);
    }

    /// <summary>Starts one upload and returns at once. What is there of it already, from this or an earlier process, is not sent again.</summary>
    /// <param name="request">The file and where it goes.</param>
    /// <param name="cancellationToken">Ends every request of this upload at once; an unfinished upload stays with the service.</param>
    /// <exception cref="ObjectDisposedException">The uploader was disposed.</exception>
    public UploadHandle<CosFile> Start(UploadRequest request, CancellationToken cancellationToken)
        => StartJob(Checked(request), (checkedRequest, progress) => new SendJob(_services, checkedRequest, progress), result => result.File!, cancellationToken);

    /// <summary>Starts one upload in slices, without its last step: <see cref="Complete"/> takes it.</summary>
    /// <param name="request">The file and where it goes.</param>
    /// <param name="cancellationToken">Ends every request of this upload at once; an unfinished upload stays with the service.</param>
    /// <returns>
    /// The upload in state <see cref="CosUploadState.Sent"/>, or in <see cref="CosUploadState.Completed"/> where the service had the content already.
    /// It fails with <c>InvalidOption</c> for an empty file and for version 1 of the API.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The uploader was disposed.</exception>
    public UploadHandle<CosUpload> StartWithoutCompleting(UploadRequest request, CancellationToken cancellationToken)
        => StartJob(
            Checked(request),
            (checkedRequest, progress) => new SendJob(_services, checkedRequest, progress, leavesOpen: true),
            result => result.Upload!,
            cancellationToken);

    /// <summary>Carries an upload on, in this or any later process; returns at once. One that is finished already returns its result.</summary>
    /// <param name="context">Who signs: its place is the upload's (<see cref="CosContext.For"/>).</param>
    /// <param name="upload">
    /// Which: its id and target count, the journal knows the rest. One without <see cref="CosUpload.UpdatedAt"/> is known from elsewhere than
    /// the journal: where nothing was begun of it, the file is sent, unless it is <see cref="CosUploadState.Completed"/>.
    /// </param>
    /// <param name="cancellationToken">Ends every request of this upload at once.</param>
    /// <returns>It fails with <c>SourceChanged</c> where the file is not what was begun, with <c>SourceMissing</c> where it is gone.</returns>
    public UploadHandle<CosFile> Resume(CosContext context, CosUpload upload, CancellationToken cancellationToken)
        => StartJob(
            RequestOf(context, upload),
            (request, progress) => new ResumeJob(_services, request, progress, wasBegun: upload.UpdatedAt != default || upload.State == CosUploadState.Completed),
            result => result.File!,
            cancellationToken);

    /// <summary>The last step alone; returns at once. An upload that is finished already returns its result.</summary>
    /// <param name="context">Who signs: its place is the upload's.</param>
    /// <param name="upload">Which: its id and target count, the journal knows the rest.</param>
    /// <param name="cancellationToken">Ends every request of this upload at once.</param>
    /// <returns>It fails with <c>UploadIncomplete</c> where slices are missing, and then nothing is finished.</returns>
    public UploadHandle<CosFile> Complete(CosContext context, CosUpload upload, CancellationToken cancellationToken)
        => StartJob(
            RequestOf(context, upload), (request, progress) => new CompleteJob(_services, request, progress), result => result.File!, cancellationToken);

    /// <summary>Asks the service what it has of an upload. The journal is not changed.</summary>
    /// <param name="context">Who signs: its place is the upload's.</param>
    /// <param name="upload">Which.</param>
    /// <param name="cancellationToken">Ends the question at once.</param>
    /// <returns>The same upload with what the service has: BytesSent and State, and LastError where something else is in its place.</returns>
    public Task<CosUpload> RefreshAsync(CosContext context, CosUpload upload, CancellationToken cancellationToken)
    {
        UploadRequest request = RequestOf(context, upload);
        UploadProgress progress = new(request.LiteralPath, request.Key.Value);
        return RunAsync(
            token => new UploadRefresh(
                new RemoteUpload(_services, context, request.Key, progress), upload, Remembered(upload.UploadId)).AskAsync(token),
            cancellationToken);
    }

    /// <summary>Forgets an upload; what the service has of it stays there. One that is not known is forgotten already.</summary>
    /// <param name="upload">Which.</param>
    /// <exception cref="CosException"><c>UploadLocked</c>: it is under way; <c>JournalUnusable</c>: its entry cannot be removed.</exception>
    public Task ForgetAsync(CosUpload upload)
    {
        if (upload is null)
        {
            throw new ArgumentNullException(nameof(upload));
        }

        string uploadId = IdOf(upload);
        UploadProgress progress = new(upload.LiteralPath ?? string.Empty, upload.Key ?? uploadId);
        return RunAsync(
            _ =>
            {
                new UploadRemoval(_services, uploadId, progress).Forget();
                return Task.FromResult(true);
            },
            CancellationToken.None);
    }

    /// <summary>Deletes what the service has of an unfinished upload, and forgets it. A finished object stays, with a warning.</summary>
    /// <param name="context">Who signs: its place is the upload's.</param>
    /// <param name="upload">Which.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public Task DiscardAsync(CosContext context, CosUpload upload, CancellationToken cancellationToken)
    {
        UploadRequest request = RequestOf(context, upload);
        UploadProgress progress = new(request.LiteralPath, request.Key.Value);
        return RunAsync(
            async token =>
            {
                await new UploadRemoval(_services, IdOf(upload), progress)
                    .DiscardAsync(new RemoteUpload(_services, context, request.Key, progress), token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Ends every request at once and closes all connections.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _lifetime.Cancel();
            _services.Dispose();
            _lifetime.Dispose();
        }
    }

    private static UploadRequest Checked(UploadRequest? request) => request ?? throw new ArgumentNullException(nameof(request));

    private static string IdOf(CosUpload upload)
        => upload.UploadId is { } id && JournalNames.IsUploadId(id) ? id : throw CosErrors.UploadNotFound(upload.UploadId ?? string.Empty);

    private static UploadRequest RequestOf(CosContext context, CosUpload upload)
    {
        if (upload is null)
        {
            throw new ArgumentNullException(nameof(upload));
        }

        return upload.Key is null || upload.LiteralPath is null
            ? throw CosErrors.UploadNotFound(upload.UploadId ?? string.Empty)
            : new UploadRequest(context, upload.LiteralPath, ObjectKey.Create(upload.Key));
    }

    private UploadRecord? Remembered(string? uploadId)
        => uploadId is not null && JournalNames.IsUploadId(uploadId) ? _services.Journal.Find(uploadId) : null;

    private UploadHandle<TResult> StartJob<TResult>(
        UploadRequest request,
        Func<UploadRequest, UploadProgress, UploadJob> job,
        Func<UploadResult, TResult> resultOf,
        CancellationToken cancellationToken)
        where TResult : class
    {
        EnsureNotDisposed();
        UploadProgress progress = new(request.LiteralPath, request.Key.Value);
        return new UploadHandle<TResult>(
            progress,
            RunJobAsync(job(request, progress), resultOf, cancellationToken));
    }

    private async Task<TResult> RunJobAsync<TResult>(UploadJob job, Func<UploadResult, TResult> resultOf, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = LinkedTo(cancellationToken);
        return resultOf(await OffThread(job.RunAsync, either.Token, cancellationToken).ConfigureAwait(false));
    }

    private Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        EnsureNotDisposed();
        return RunToEndAsync(work, cancellationToken);
    }

    private async Task<T> RunToEndAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = LinkedTo(cancellationToken);
        return await OffThread(work, either.Token, cancellationToken).ConfigureAwait(false);
    }

    private void EnsureNotDisposed()
    {
        if (Volatile.Read(ref _isDisposed) != 0)
        {
            throw new ObjectDisposedException(nameof(CosUploader));
        }
    }

    private CancellationTokenSource LinkedTo(CancellationToken cancellationToken)
        => CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lifetime.Token);

    // Off the caller's thread, which opening a file on a slow share would hold up.
    private static Task<T> OffThread<T>(Func<CancellationToken, Task<T>> work, CancellationToken either, CancellationToken callers)
        => Task.Run(
            () =>
            {
                // A token that is linked while the caller's is being cancelled may learn of it later than the uploads that this one would follow.
                callers.ThrowIfCancellationRequested();
                return work(either);
            },
            CancellationToken.None);
}
