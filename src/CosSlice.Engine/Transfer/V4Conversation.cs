using CosSlice.Http;
using CosSlice.Journal;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>The conversation of <c>files/v2</c>: an upload of the same name that is unfinished is asked for, and carried on where it is proven the same.</summary>
internal sealed class V4Conversation(CurrentUpload upload, V4Protocol protocol) : IConversation
{
    private bool _hasGivenUpRenewed;

    public async Task<BeginAnswer> BeginAsync(CancellationToken cancellationToken)
    {
        if (await TakeUpKnownAsync(cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        await upload.HashAsync(withParts: true, cancellationToken).ConfigureAwait(false);
        upload.Progress.Enter(UploadPhase.Beginning);
        for (bool hasDiscarded = false; ; hasDiscarded = true)
        {
            AttemptTrace trace = new();
            try
            {
                BeginAnswer begun = await InitAsync(trace, cancellationToken).ConfigureAwait(false);
                if (begun.Finished is not null || await FindContentAsync(begun, cancellationToken).ConfigureAwait(false) is not { } others)
                {
                    return begun;
                }

                EnsureMayDiscard(hasDiscarded, others, refused: null);
            }
            catch (CosServiceException refused) when (refused.Code is ServiceCodes.FileExists or ServiceCodes.FileComplete)
            {
                return await new Reconciliation(upload).OfExistingAsync(refused, cancellationToken).ConfigureAwait(false);
            }
            catch (CosServiceException refused) when (refused.Code is ServiceCodes.Unfinished or ServiceCodes.UnfinishedOther)
            {
                if (await FindAsync(trace, cancellationToken).ConfigureAwait(false) is { } found)
                {
                    return found;
                }

                EnsureMayDiscard(hasDiscarded, await ListUnprovenAsync(cancellationToken).ConfigureAwait(false), refused);
            }

            await upload.DiscardAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Goes on with what the journal knows of: the session is asked for, and nothing needs to be declared anew.</summary>
    /// <returns><see langword="null"/> where nothing is known, or where the service knows nothing of it or of something else.</returns>
    public async Task<BeginAnswer?> TakeUpKnownAsync(CancellationToken cancellationToken)
    {
        if (upload.TakeKnown() is not { Session: { } session } known)
        {
            return null;
        }

        ListAnswer? list = await upload.ListAsync(cancellationToken).ConfigureAwait(false);
        if (list is null)
        {
            upload.Note(TransferTexts.StartsOver);
            upload.LoseSession();
            return null;
        }

        if (list.Finished is not null && upload.Options.Force)
        {
            // Another object in its place is to be overwritten, as a new beginning does.
            ObjectAnswer? stored = await new Reconciliation(upload).FindOursAsync(cancellationToken).ConfigureAwait(false);
            if (stored is not null)
            {
                return new BeginAnswer { Finished = stored };
            }

            upload.LoseSession();
            return null;
        }

        BeginAnswer previous = new() { Session = session, IsSerial = known.IsSerial, IsPresumed = known.IsPresumed, IsFound = true };
        BeginAnswer? found = await JudgeAsync(list, previous, cancellationToken).ConfigureAwait(false);
        if (found is { Finished: null })
        {
            upload.Note(TransferTexts.CarriedOn);
        }

        return found;
    }

    public async Task<BeginAnswer> TakeUpAgainAsync(
        CosServiceException refusal, BeginAnswer previous, CancellationToken cancellationToken)
    {
        ListAnswer? list = await upload.ListAsync(cancellationToken).ConfigureAwait(false);
        if (list is null)
        {
            upload.Note(TransferTexts.StartsOver);
            upload.LoseSession();
            return await BeginAsync(cancellationToken).ConfigureAwait(false);
        }

        BeginAnswer? found = await JudgeAsync(list, previous, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            if (!GivesUpRenewed(list))
            {
                throw CosErrors.UploadNotProven(upload.Key, refusal);
            }

            await upload.DiscardAsync(cancellationToken).ConfigureAwait(false);
            return await BeginAsync(cancellationToken).ConfigureAwait(false);
        }

        if (found.Finished is null)
        {
            upload.Note(TransferTexts.GoesOn);
        }

        return found;
    }

    public async Task<ObjectAnswer> FinishAsync(BeginAnswer begun, ObjectAnswer? last, CancellationToken cancellationToken)
    {
        AttemptTrace trace = new();
        ObjectAnswer stored;
        try
        {
            stored = await upload.RunAsync(
                V4Protocol.Finish,
                trace,
                token => protocol.FinishAsync(upload.Target, upload.Terms, begun.Session, trace, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (trace.AnswerLost && refused.Class != RetryClass.Later)
        {
            ObjectAnswer? finished = await new Reconciliation(upload)
                .OfRepeatedFinishAsync(trace.WholeRequestLost, cancellationToken).ConfigureAwait(false);
            if (finished is null)
            {
                throw;
            }

            stored = finished;
        }

        // With sha the service itself has compared.
        bool isOurs = !begun.IsPresumed || upload.Terms.Sha is not null
            || await new Reconciliation(upload).IsOursAsync(otherwise: true, cancellationToken).ConfigureAwait(false);
        return isOurs ? stored : throw CosErrors.MixedContent(upload.Key);
    }

    private async Task<BeginAnswer> InitAsync(AttemptTrace trace, CancellationToken cancellationToken)
    {
        try
        {
            return await new MissingFolders(upload).CreateForAsync(
                () => upload.RunAsync(
                    V4Protocol.Init, trace, token => protocol.InitAsync(upload.Target, upload.Terms, trace, token), cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whatever the repeat came to: without sha nothing but the journal tells later that it was this run's.
            upload.Entry.MayBeBegun |= trace.WholeRequestLost;
        }
    }

    /// <summary>What the service has under a session that it gave just now, before anything was sent; <see langword="null"/> where that is nothing.</summary>
    /// <remarks>
    /// With sha it tells by a refusal that there is an upload of that name (-4019, -4020). No page says that it does so without: it may
    /// as well answer with the session of the first one, whose content would stay wherever the service keeps what came first.
    /// </remarks>
    private async Task<ListAnswer?> FindContentAsync(BeginAnswer begun, CancellationToken cancellationToken)
    {
        if (upload.Terms.Sha is not null)
        {
            return null;
        }

        // Whatever comes of the question: without sha nothing but the journal tells later that this run began it.
        upload.Entry.MayBeBegun = true;
        ListAnswer? list = await upload.ListAsync(cancellationToken).ConfigureAwait(false);
        return list is { Finished: null, Parts.Count: > 0 } && list.Session == begun.Session ? list : null;
    }

    private void EnsureMayDiscard(bool hasDiscarded, ListAnswer? list, CosServiceException? refused)
    {
        if (hasDiscarded)
        {
            throw CosErrors.UploadContested(upload.Key, refused);
        }

        if (!upload.Options.Force && !GivesUpRenewed(list))
        {
            throw CosErrors.UploadNotProven(upload.Key, refused);
        }
    }

    // With sha it is the content that proves, whichever session has it.
    private async Task<ListAnswer?> ListUnprovenAsync(CancellationToken cancellationToken)
        => upload.Terms.Sha is null && upload.Entry.Record?.Session is not null
            ? await upload.ListAsync(cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>
    /// Whether what the service has under another session is to be given up without being told to: it has all that it was known to
    /// have of this upload, so it goes on with it and has renewed the session. That is no proof to go on with it: another client may
    /// have begun in its place.
    /// </summary>
    private bool GivesUpRenewed(ListAnswer? list)
    {
        bool isRenewed = !_hasGivenUpRenewed && list is { Session: not null, Sha: null } && upload.Terms.Sha is null
            && list.FileSize == upload.Source.Length && HasAllOf(RangeSet.Of(list.Parts, list.FileSize));
        if (isRenewed)
        {
            _hasGivenUpRenewed = true;
            upload.Warn(TransferTexts.SessionRenewed);
        }

        return isRenewed;
    }

    private bool HasAllOf(RangeSet listed)
    {
        if (upload.Entry.Record is not { Session: not null } record)
        {
            return false;
        }

        if (record.Acknowledged is not { } acknowledged)
        {
            return listed.Count == record.BytesAcknowledged;
        }

        // Where nothing was acknowledged, there may be what this run has sent and not heard of, and nothing else.
        return acknowledged.Count > 0
            ? listed.And(acknowledged).Equals(acknowledged)
            : listed.And(upload.Sent).Equals(listed);
    }

    /// <summary>What an init that was refused for an unfinished upload can go on with.</summary>
    private async Task<BeginAnswer?> FindAsync(AttemptTrace init, CancellationToken cancellationToken)
    {
        // Without sha an earlier upload proves nothing; it can only be what our own init began whose answer was lost, in this
        // run or in one that ended over it.
        bool isUnheard = init.WholeRequestLost || upload.WasBegunUnheard;
        if (upload.Terms.Sha is null && !isUnheard)
        {
            return null;
        }

        ListAnswer? list = await upload.ListAsync(cancellationToken).ConfigureAwait(false);
        if (list is null)
        {
            return null;
        }

        if (await JudgeAsync(list, previous: null, cancellationToken).ConfigureAwait(false) is { } proven)
        {
            upload.Note(proven.Finished is null
                ? TransferTexts.CarriedOnByContent
                : TransferTexts.FileThere);
            return proven;
        }

        return isUnheard ? Presume(list) : null;
    }

    /// <summary>Takes up what is proven to be the same content: by sha on both sides, or by this run's own session.</summary>
    private async Task<BeginAnswer?> JudgeAsync(ListAnswer list, BeginAnswer? previous, CancellationToken cancellationToken)
    {
        if (list.Finished is not null)
        {
            return await new Reconciliation(upload).OfExistingAsync(refusal: null, cancellationToken).ConfigureAwait(false);
        }

        // The session that this run was given is for this content, unless the service says otherwise.
        bool isOwn = previous is not null && previous.Session == list.Session;
        bool isProven = isOwn
            ? list.Sha is null || list.Sha == upload.Terms.Sha
            : upload.Terms.Sha is not null && await IsSameContentAsync(list, cancellationToken).ConfigureAwait(false);
        if (!isProven || list.FileSize != upload.Source.Length)
        {
            return null;
        }

        return new BeginAnswer
        {
            Session = list.Session!,
            SliceSize = list.SliceSize,
            Held = upload.Held(list.Parts),
            IsFound = !isOwn || previous!.IsFound,

            // No page says that a list repeats what init said of it; a session that was found goes as any other does.
            IsSerial = list.IsSerial || (isOwn && previous!.IsSerial),

            // What is only presumed to be this upload's is not proven by finding it a second time.
            IsPresumed = isOwn && previous!.IsPresumed,
        };
    }

    private async Task<bool> IsSameContentAsync(ListAnswer list, CancellationToken cancellationToken)
    {
        string? sha = list.Sha ?? (await upload.FindAsync(cancellationToken).ConfigureAwait(false))?.Sha;
        return string.Equals(sha, upload.Terms.Sha, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// After our own init, repeated or asked by an earlier run, without sha: the session that the lost answer spoke of. Nobody has sent a slice for it
    /// yet; one that holds any content is someone else's, and is not continued. Another client's that has just begun looks the
    /// same, so what comes of it is compared with the file at the end.
    /// </summary>
    private BeginAnswer? Presume(ListAnswer list)
    {
        bool mayBeOwn = list.Sha is null && upload.Terms.Sha is null
            && list.Session is not null && list.Parts.Count == 0 && list.FileSize == upload.Source.Length;
        if (!mayBeOwn)
        {
            return null;
        }

        upload.Note(TransferTexts.InitAnswerLost);
        return new BeginAnswer { Session = list.Session!, SliceSize = list.SliceSize, IsSerial = list.IsSerial, IsPresumed = true };
    }
}
