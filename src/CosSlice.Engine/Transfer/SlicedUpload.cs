using CosSlice.Journal;
using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>A larger file in slices: begin, or carry on what the service has; send what it lacks; finish.</summary>
/// <param name="upload">The upload.</param>
/// <param name="leaveOpen">Whether the last step is left to another run.</param>
internal sealed class SlicedUpload(CurrentUpload upload, bool leaveOpen = false)
{
    // A service that forgets each session, or puts together something else each time, is not cured by more of the same.
    private const int RestartsWithoutProgress = 2;
    private const int RestartsFromNothing = 2;

    private readonly IConversation _conversation = upload.Protocol switch
    {
        V1Protocol v1 => new V1Conversation(upload, v1),
        V4Protocol v4 => new V4Conversation(upload, v4),
        _ => throw new InvalidOperationException("There is no such generation of the API."),
    };

    private bool _hasBegunAnew;
    private int _restartsFromNothing;
    private int _vainRestarts;
    private long _sentBefore;

    public async Task<UploadOutcome> RunAsync(CancellationToken cancellationToken)
    {
        bool wasBegun = upload.Known?.Session is not null;
        upload.Remember();
        upload.Progress.Enter(UploadPhase.Beginning);
        BeginAnswer begun = await _conversation.BeginAsync(cancellationToken).ConfigureAwait(false);
        bool isInstant = begun.Finished is not null && !wasBegun;
        bool isResumed = begun.Finished is not null && wasBegun;
        while (begun.Finished is null)
        {
            isResumed |= (begun.Held.Count > 0 || begun.Start > 0) && upload.Progress.BytesSent == 0;
            upload.Entry.BeginSlices(record => Begun(record, begun, isResumed));
            long declaredPart = DeclaredPart(begun, wasBegun);
            bool isOfEarlierRun = wasBegun || upload.WasBegunUnheard || begun is { IsFound: true, Held.Count: 0 };
            bool isBetweenSlices = begun.SliceSize > 0 && begun.Start % begun.SliceSize != 0;
            if (!_hasBegunAnew && (isBetweenSlices || (isOfEarlierRun && !SliceSizeRule.Fits(begun.SliceSize, declaredPart))))
            {
                begun = await BeginAnewAsync(SliceSizeProblem(begun), cancellationToken).ConfigureAwait(false);
                isResumed = false;
                continue;
            }

            SliceSizeRule.Check(begun.SliceSize, declaredPart);
            try
            {
                ObjectAnswer? stored = await SendAndFinishAsync(begun, cancellationToken).ConfigureAwait(false);
                return Outcome(stored, isInstant: false, isResumed);
            }
            catch (CosServiceException refused) when (MayTakeUpAgain(refused, begun, isResumed))
            {
                upload.Progress.Enter(UploadPhase.Beginning);
                if (refused.Code == ServiceCodes.PartMismatch && !await upload.HasChangedInSecretAsync(cancellationToken).ConfigureAwait(false))
                {
                    // The file is what was declared: the line damages it.
                    throw;
                }

                if (ServiceCodes.IsOfDamage(refused.Code!.Value))
                {
                    begun = await BeginAnewAsync(TransferTexts.DamageKept, cancellationToken).ConfigureAwait(false);
                    isResumed = false;
                }
                else if (refused.Code is ServiceCodes.ShaMismatch or ServiceCodes.PartMismatch)
                {
                    // What the service has, or what was declared to it, is not this file, and no later resume could ever finish it.
                    upload.ForgetRememberedHash();
                    string? reason = refused.Code == ServiceCodes.PartMismatch ? TransferTexts.ContentChanged : null;
                    begun = await BeginAnewAsync(reason, cancellationToken).ConfigureAwait(false);
                    isResumed = false;
                }
                else if (ServiceCodes.IsOfSlicing(refused.Code!.Value))
                {
                    begun = await BeginAnewAsync(SliceSizeProblem(begun), cancellationToken).ConfigureAwait(false);
                    isResumed = false;
                }
                else
                {
                    begun = await _conversation.TakeUpAgainAsync(refused, begun, cancellationToken).ConfigureAwait(false);
                }

                _restartsFromNothing += begun is { Finished: null, Start: 0, Held.Count: 0 } ? 1 : 0;
            }
            catch (CosException damaged) when (damaged.ErrorId == CosErrors.ChecksumMismatchId && upload.WasDamaged && !_hasBegunAnew)
            {
                // An earlier run had no luck with such a slice either: the service may keep what came first.
                upload.Progress.Enter(UploadPhase.Beginning);
                begun = await BeginAnewAsync(TransferTexts.DamageKept, cancellationToken).ConfigureAwait(false);
                isResumed = false;
            }
        }

        upload.Progress.SetHeld(upload.Source.Length);
        return Outcome(begun.Finished, isInstant, isResumed);
    }

    private static UploadRecord Begun(UploadRecord record, BeginAnswer begun, bool isResumed) => record with
    {
        Session = begun.Session,
        SliceSize = Math.Max(0, begun.SliceSize),
        IsSerial = begun.IsSerial,
        IsPresumed = begun.IsPresumed,
        IsResumed = record.IsResumed || isResumed,
        IsFinishAsked = false,
        State = CosUploadState.Sending,
        Acknowledged = record.Checksum == CosChecksum.Sha1 || begun.SliceSize <= 0
            ? null
            : RangeSet.Of(begun.Held, record.Length).Whole(begun.SliceSize, record.Length),
        BytesAcknowledged = begun.Start + ByteRanges.Count(ByteRanges.Merge(begun.Held, record.Length)),
    };

    private UploadOutcome Outcome(ObjectAnswer? stored, bool isInstant, bool isResumed)
        => new(stored, upload.Source.Length, upload.Terms.Sha) { IsInstant = isInstant, IsResumed = isResumed };

    private static string SliceSizeProblem(BeginAnswer begun)
        => TextFormat.Of(DifferenceTexts.StartsOver, TextFormat.Of(DifferenceTexts.SliceSize, begun.SliceSize));

    /// <summary>Bytes of the parts that slices must fit; 0 where only the service knows what was declared, and refuses what does not fit (-29136).</summary>
    private long DeclaredPart(BeginAnswer begun, bool wasBegun)
    {
        if (!begun.IsFound)
        {
            return upload.Terms.Hash?.PartSize ?? 0;
        }

        // Nothing is lost where the parts that are remembered are those of a run that declared others.
        return wasBegun && begun.Held.Count == 0 && upload.Protocol is V4Protocol ? upload.Entry.Record?.PartSize ?? 0 : 0;
    }

    /// <summary>Discards what the service has, of which nothing can be made any more.</summary>
    /// <param name="warning">Why, as a sentence for the user; <see langword="null"/> where it is not worth one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<BeginAnswer> BeginAnewAsync(string? warning, CancellationToken cancellationToken)
    {
        _hasBegunAnew = true;
        if (warning is not null)
        {
            upload.Warn(warning);
        }

        await upload.DiscardAsync(cancellationToken).ConfigureAwait(false);
        return await _conversation.BeginAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<ObjectAnswer?> SendAndFinishAsync(BeginAnswer begun, CancellationToken cancellationToken)
    {
        upload.Progress.Enter(UploadPhase.Sending);
        ObjectAnswer? last = await new SliceSender(upload, begun).RunAsync(cancellationToken).ConfigureAwait(false);
        upload.Progress.Enter(UploadPhase.Finishing);
        if (last is null)
        {
            upload.Source.EnsureStillNamed();
            upload.ForgetDamage();
            upload.Entry.Save(record => record with
            {
                IsDamaged = false,
                State = CosUploadState.Sent,
                BytesAcknowledged = upload.Source.Length,
                IsFinishAsked = !leaveOpen,
            });
        }

        return leaveOpen ? null : await _conversation.FinishAsync(begun, last, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether asking what the service has, or starting over, may help where repeating the request did not.</summary>
    private bool MayTakeUpAgain(CosServiceException refused, BeginAnswer begun, bool isResumed)
    {
        // A wrong sha is damage in what an earlier run sent, or a file that changed since an earlier run read it; a fresh upload's
        // is not healed by sending it again at once.
        // An object that is there may be what a request made whose answer was lost, or another client's with the same content.
        // A slice of which the service keeps other bytes, which came first, makes of the upload nothing that could be finished.
        // Slices that an earlier run's upload does not take are those of a size that its parts, which only the service knows, do not have.
        bool isHealable = refused.Class is RetryClass.ListAndResume or RetryClass.StartOver
            || refused.Code is ServiceCodes.FileExists or ServiceCodes.FileComplete
            || (refused.Code == ServiceCodes.ShaMismatch && (isResumed || upload.IsHashRemembered))
            || (refused.Code == ServiceCodes.PartMismatch && upload.IsHashRemembered)
            || (ServiceCodes.IsOfSlicing(refused.Code!.Value) && begun.IsFound && !_hasBegunAnew)
            || (ServiceCodes.IsOfDamage(refused.Code!.Value) && !_hasBegunAnew);
        _vainRestarts = upload.Progress.BytesSent > _sentBefore ? 0 : _vainRestarts;
        _sentBefore = upload.Progress.BytesSent;
        return isHealable && _vainRestarts++ < RestartsWithoutProgress && _restartsFromNothing < RestartsFromNothing;
    }
}
