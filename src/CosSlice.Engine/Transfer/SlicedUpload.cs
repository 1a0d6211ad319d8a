using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>A larger file in slices: begin, or carry on what the service has; send what it lacks; finish.</summary>
internal sealed class SlicedUpload(CurrentUpload upload, Action<long> sliceSizeKnown)
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

    private int _restartsFromNothing;
    private int _vainRestarts;
    private long _sentBefore;

    public async Task<UploadOutcome> RunAsync(CancellationToken cancellationToken)
    {
        await upload.HashAsync(withParts: true, cancellationToken).ConfigureAwait(false);
        upload.Progress.Enter(UploadPhase.Beginning);
        BeginAnswer begun = await _conversation.BeginAsync(cancellationToken).ConfigureAwait(false);
        bool isInstant = begun.Finished is not null;
        bool isResumed = false;
        while (begun.Finished is null)
        {
            isResumed |= (begun.Held.Count > 0 || begun.Start > 0) && upload.Progress.BytesSent == 0;
            SliceSizeRule.Check(begun.SliceSize, begun.IsFound ? 0 : upload.Terms.Hash?.PartSize ?? 0);
            sliceSizeKnown(begun.SliceSize);
            try
            {
                ObjectAnswer stored = await SendAndFinishAsync(begun, cancellationToken).ConfigureAwait(false);
                return new UploadOutcome(stored) { IsResumed = isResumed };
            }
            catch (CosServiceException refused) when (MayTakeUpAgain(refused, isResumed))
            {
                upload.Progress.Enter(UploadPhase.Beginning);
                if (refused.Code == ServiceCodes.ShaMismatch)
                {
                    // What the service put together is not this file, and no later resume could ever finish it: what an
                    // earlier run sent is given up with the damage in it.
                    await new UnfinishedUpload(upload).DiscardAsync(cancellationToken).ConfigureAwait(false);
                    begun = await _conversation.BeginAsync(cancellationToken).ConfigureAwait(false);
                    isResumed = false;
                }
                else
                {
                    begun = await _conversation.TakeUpAgainAsync(refused, begun, cancellationToken).ConfigureAwait(false);
                }

                _restartsFromNothing += begun is { Finished: null, Start: 0, Held.Count: 0 } ? 1 : 0;
            }
        }

        upload.Progress.SetHeld(upload.Source.Length);
        return new UploadOutcome(begun.Finished) { IsInstant = isInstant, IsResumed = isResumed };
    }

    private async Task<ObjectAnswer> SendAndFinishAsync(BeginAnswer begun, CancellationToken cancellationToken)
    {
        upload.Progress.Enter(UploadPhase.Sending);
        ObjectAnswer? last = await new SliceSender(upload, begun).RunAsync(cancellationToken).ConfigureAwait(false);
        upload.Progress.Enter(UploadPhase.Finishing);
        if (last is null)
        {
            upload.Source.EnsureStillNamed();
        }

        return await _conversation.FinishAsync(begun, last, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether asking what the service has, or starting over, may help where repeating the request did not.</summary>
    private bool MayTakeUpAgain(CosServiceException refused, bool isResumed)
    {
        // A wrong sha is damage in what an earlier run sent; a fresh upload's is not healed by sending it again at once.
        // An object that is there may be what a request made whose answer was lost, or another client's with the same content.
        bool isHealable = refused.Class is RetryClass.ListAndResume or RetryClass.StartOver
            || refused.Code is ServiceCodes.FileExists or ServiceCodes.FileComplete
            || (refused.Code == ServiceCodes.ShaMismatch && isResumed);
        _vainRestarts = upload.Progress.BytesSent > _sentBefore ? 0 : _vainRestarts;
        _sentBefore = upload.Progress.BytesSent;
        return isHealable && _vainRestarts++ < RestartsWithoutProgress && _restartsFromNothing < RestartsFromNothing;
    }
}
