using System.Collections;
using System.Management.Automation;

namespace CosSlice.Paths;

/// <summary>
/// Takes texts and nothing else: an object from the pipeline is bound by its properties then, and not by what it prints as.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class TextTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object bare = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        bool isText = bare is string || (bare is IList items && items.Cast<object?>().All(IsText));
        return isText
            ? inputData
            : throw new ArgumentTransformationMetadataException(
                TextFormat.Of(InputTexts.NotAText, bare?.GetType().Name ?? "null"), new PSInvalidCastException());
    }

    private static bool IsText(object? item) => (item is PSObject wrapped ? wrapped.BaseObject : item) is string;
}
