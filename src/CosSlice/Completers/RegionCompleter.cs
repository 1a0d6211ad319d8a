using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace CosSlice.Completers;

/// <summary>Offers the regions under both of their names.</summary>
internal sealed class RegionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        TypedWord word = new(wordToComplete);
        return Offers().Where(offer => word.Begins(offer.Name)).Select(offer => word.Offer(offer.Name, offer.Name, offer.Meaning));
    }

    private static IEnumerable<(string Name, string Meaning)> Offers() =>
    [
        .. CosRegion.Known.Select(region => (region.Short, TextFormat.Of(CompletionTexts.ShortRegion, region.Long))),
        .. CosRegion.Known.Select(region => (region.Long, TextFormat.Of(CompletionTexts.LongRegion, region.Short))),
    ];
}
