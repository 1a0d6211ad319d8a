using CosSlice.Errors;

namespace CosSlice.Commands;

/// <summary>Commands that do something with the uploads that are named, once each.</summary>
public abstract class UploadActionCommand : UploadCommand
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        bool isNamed = UploadId.Length > 0 || Path.Length > 0 || LiteralPath.Length > 0;
        if (!isNamed && !MyInvocation.ExpectingInput)
        {
            this.OrTerminate(Unnamed);
        }
    }

    private protected override void Process(IReadOnlyList<CosUpload> uploads)
    {
        List<CosUpload> once = [.. uploads.Where(IsFirst)];
        Chosen(once);
        Each(once, upload =>
        {
            if (OwnPlace.Contradiction(upload) is { } contradiction)
            {
                throw InputErrors.OtherPlace(contradiction);
            }

            Act(upload);
        });
    }

    // What the command line contradicts is not left out in silence: it becomes that upload's error.
    private protected override bool IsMeant(CosUpload upload) => OwnPlace.Contradiction(upload) is not null || base.IsMeant(upload);

    /// <summary>The uploads of one input are known, and nothing was done with any of them yet.</summary>
    private protected virtual void Chosen(IReadOnlyList<CosUpload> uploads)
    {
    }

    /// <summary>Does with one upload what the command is for.</summary>
    /// <exception cref="CosException">It becomes the upload's error; the others go on.</exception>
    private protected abstract void Act(CosUpload upload);

    private bool IsFirst(CosUpload upload)
    {
        bool isFirst = _taken.Add(upload.UploadId!);
        if (!isFirst)
        {
            WriteVerbose(TextFormat.Of(CommandTexts.TakenAlready, upload.Key));
        }

        return isFirst;
    }
}
