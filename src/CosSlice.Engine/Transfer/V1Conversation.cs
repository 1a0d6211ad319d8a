using CosSlice.Http;
using CosSlice.Journal;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>The conversation of <c>files/v1</c>: the service says where to start, and the last slice's answer is the result.</summary>
internal sealed class V1Conversation(CurrentUpload upload, V1Protocol protocol) : IConversation
{
    public async Task<BeginAnswer> BeginAsync(CancellationToken cancellationToken)
    {
        await upload.HashAsync(withParts: false, cancellationToken).ConfigureAwait(false);
        upload.Progress.Enter(UploadPhase.Beginning);
        try
        {
            UploadRecord? known = upload.TakeKnown();
            BeginAnswer begun = await AskOrFindAsync(known?.Session, cancellationToken).ConfigureAwait(false);
            if (begun.Start > 0)
            {
                upload.Note(TransferTexts.CarriedOnByContent);
            }
            else if (begun.Finished is null && known is { BytesAcknowledged: > 0 })
            {
                upload.Note(TransferTexts.StartsOver);
            }

            return begun;
        }
        catch (CosServiceException refused) when (refused.Class is RetryClass.StartOver or RetryClass.ListAndResume)
        {
            upload.Note(TextFormat.Of(TransferTexts.AskedToStartOver, refused.Code));
            return await StartOverAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<BeginAnswer> TakeUpAgainAsync(
        CosServiceException refusal, BeginAnswer previous, CancellationToken cancellationToken)
    {
        // Where the last slice's answer was lost, the object may be whole: another beginning might put an upload in its place.
        if (await new Reconciliation(upload).FindOursAsync(cancellationToken).ConfigureAwait(false) is { } stored)
        {
            return new BeginAnswer { Finished = stored };
        }

        if (refusal.Class == RetryClass.ListAndResume)
        {
            try
            {
                BeginAnswer found = await AskAsync(previous.Session, cancellationToken).ConfigureAwait(false);
                upload.Note(TransferTexts.GoesOn);
                return found;
            }
            catch (CosServiceException refused) when (refused.Class is RetryClass.StartOver or RetryClass.ListAndResume)
            {
                // The session is of no more use; without it the service starts a new one.
            }
        }

        upload.Note(TransferTexts.StartsOver);
        return await BeginAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task<ObjectAnswer> FinishAsync(BeginAnswer begun, ObjectAnswer? last, CancellationToken cancellationToken)
        => Task.FromResult(last ?? throw new InvalidOperationException("The last slice of an upload was never sent."));

    /// <summary>Begins without a session. Where the service asks to start over even then, an unfinished upload may be in the way.</summary>
    private async Task<BeginAnswer> StartOverAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await AskOrFindAsync(session: null, cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (refused.Class == RetryClass.StartOver)
        {
            StatAnswer? there = await LookAsync(cancellationToken).ConfigureAwait(false);
            bool isForced = upload.Options.Force;
            if (there is not { IsFinished: false } || (!isForced && there.IsOf(upload.Terms.Sha, upload.Source.Length)))
            {
                throw;
            }

            if (!isForced)
            {
                throw CosErrors.UploadNotProven(upload.Key, refused);
            }
        }

        await upload.DiscardAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await AskOrFindAsync(session: null, cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (refused.Class == RetryClass.StartOver)
        {
            throw CosErrors.UploadContested(upload.Key, refused);
        }
    }

    private async Task<StatAnswer?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await upload.FindAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException)
        {
            // What was refused before this question is what the user should hear of.
            return null;
        }
    }

    /// <summary>Asks, and looks at the object where the service says that there is one.</summary>
    private async Task<BeginAnswer> AskOrFindAsync(string? session, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (refused.Code is ServiceCodes.FileExists or ServiceCodes.FileComplete)
        {
            return await new Reconciliation(upload).OfExistingAsync(refused, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<BeginAnswer> AskAsync(string? session, CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        BeginAnswer begun = await new MissingFolders(upload).CreateForAsync(
            () => upload.RunAsync(
                V1Protocol.Slice,
                trace,
                token => protocol.BeginAsync(upload.Target, upload.Terms, session, trace, token),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);

        // With nothing left to send the result would never come: the last slice is sent once more.
        long lastSlice = begun.SliceSize > 0 ? (upload.Source.Length - 1) / begun.SliceSize * begun.SliceSize : 0;
        begun.Start = Math.Min(begun.Start, lastSlice);
        return begun;
    }
}
