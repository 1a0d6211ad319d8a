using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace CosSlice.Completers;

/// <summary>Offers the ids of unfinished uploads, as the journal on this machine has them. Nothing is asked of the service.</summary>
internal sealed class UploadIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        TypedWord word = new(wordToComplete);
        return new CosUploads().List()
            .Where(upload => word.Begins(upload.UploadId!))
            .Select(upload => word.Offer(upload.UploadId!, upload.UploadId!, $"{upload.LiteralPath} -> {upload.Key}, {upload.State}"));
    }
}
