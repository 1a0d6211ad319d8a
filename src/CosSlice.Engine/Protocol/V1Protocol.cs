using CosSlice.Http;
using CosSlice.Signatures;

namespace CosSlice.Protocol;

/// <summary>
/// The conversation of <c>files/v1</c>: one op, <c>upload_slice</c>, first without content and then with a slice at a time;
/// the answer to the last slice is the result.
/// </summary>
/// <remarks>Source: the v1 documentation of upload_slice, product 430 of cloud.tencent.com/document.</remarks>
internal sealed class V1Protocol(CosHttp http, ServerClock clock) : UploadProtocol(http, clock, apiVersion: 1)
{
    public const string Slice = "upload_slice";

    public override string SliceOperation => Slice;

    public override string FindOperation => Stat;

    public override bool LastSliceCompletes => true;

    public override ContentDigest DigestOf(CosChecksum checksum) => ContentDigest.Sha1;

    /// <summary>
    /// The first request. It never carries content, which error -65 forbids for a resume: the service answers with where to
    /// start, or with the object where it is complete already.
    /// </summary>
    public async Task<BeginAnswer> BeginAsync(
        CosTarget target, UploadTerms terms, string? session, AttemptTrace trace, CancellationToken cancellationToken)
    {
        FormFields fields = new FormFields(Slice)
            .Add("filesize", terms.FileSize).AddOptional("sha", terms.Sha).Add("slice_size", terms.SliceSize);
        WithTerms(fields, terms).AddOptional("session", session);
        ServiceAnswer answer = await PostAsync(target, fields, field: null, trace, cancellationToken).ConfigureAwait(false);
        if (ObjectAnswer.IsIn(answer))
        {
            return new BeginAnswer { Finished = ObjectAnswer.Read(answer) };
        }

        long start = answer.RequiredInteger("offset");
        return new BeginAnswer
        {
            Session = answer.RequiredText("session"),
            SliceSize = answer.RequiredInteger("slice_size"),
            IsSerial = true,
            Start = start <= terms.FileSize ? start : throw answer.Invalid(TextFormat.Of(AnswerTexts.OffsetBeyondFile, start, terms.FileSize)),
        };
    }

    public override async Task<SliceAnswer> SendSliceAsync(
        CosTarget target, UploadTerms terms, string session, ContentRange content, AttemptTrace trace, CancellationToken cancellationToken)
    {
        FormFields fields = new FormFields(Slice).Add("session", session).Add("offset", content.Offset);
        ServiceAnswer answer = await PostAsync(target, fields, new FileField(content), trace, cancellationToken).ConfigureAwait(false);
        long end = content.Offset + content.Length;
        if (answer.Data.Has("access_url"))
        {
            // Some bytes are missing yet, and an object that is whole is not this one.
            return end == terms.FileSize
                ? new SliceAnswer { Finished = ObjectAnswer.Read(answer) }
                : throw answer.Invalid(TextFormat.Of(AnswerTexts.CompleteTooSoon, end, terms.FileSize));
        }

        if (end == terms.FileSize)
        {
            throw answer.Invalid(AnswerTexts.LastSliceWithoutUrl);
        }

        // The page's table calls both optional.
        if (answer.Data.Has("session"))
        {
            answer.RequireEcho("session", session);
        }

        // The page calls it the request's own offset, its example answers with the next one.
        if (answer.Data.Has("offset") && answer.RequiredInteger("offset") != end)
        {
            answer.RequireEcho("offset", content.Offset);
        }

        return new SliceAnswer();
    }

    /// <remarks>
    /// Of this generation's requests only a beginning names every address, and it may begin an upload in the object's place:
    /// <c>stat</c> changes nothing. It names all but <c>resource_path</c>, whose form is documented, and <c>url</c>.
    /// </remarks>
    public override async Task<ObjectAnswer?> FindFinishedAsync(CosTarget target, AttemptTrace trace, CancellationToken cancellationToken)
    {
        StatAnswer stat;
        try
        {
            stat = await StatAsync(target, trace, cancellationToken).ConfigureAwait(false);
        }
        catch (CosServiceException refused) when (ServiceCodes.IsObjectMissing(refused.Code!.Value))
        {
            return null;
        }

        return !stat.IsFinished ? null : new ObjectAnswer
        {
            AccessUrl = stat.AccessUrl,
            SourceUrl = stat.SourceUrl,
            PreviewUrl = stat.PreviewUrl,
            ResourcePath = $"/{target.Context.AppId}/{target.Context.Bucket}/{target.Path}",
            RequestId = stat.RequestId,
        };
    }
}
