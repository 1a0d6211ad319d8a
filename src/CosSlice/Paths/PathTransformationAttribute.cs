using System.Collections;
using System.Management.Automation;

namespace CosSlice.Paths;

/// <summary>
/// Lets strings and what stands for one file bind to -Path, and nothing else. Without it the binder turns any object
/// with a Key property into its text and takes that for a path, before it looks at the object's LiteralPath.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class PathTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = Unwrap(inputData);
        if (value is string text)
        {
            return text;
        }

        if (value is not IEnumerable several)
        {
            return ToPath(value);
        }

        List<string> paths = [];
        foreach (object? item in several)
        {
            paths.Add(ToPath(Unwrap(item)));
        }

        return paths.ToArray();
    }

    private static string ToPath(object? value) => value switch
    {
        string text => text,

        // These name one file each: a bracket in the name is a bracket.
        PathInfo path => WildcardPattern.Escape(path.Path),
        FileSystemInfo file => WildcardPattern.Escape(file.FullName),
        _ => throw new ArgumentTransformationMetadataException(
            InputTexts.PathType,
            new PSInvalidCastException(TextFormat.Of(InputTexts.NotAPath, value?.GetType().Name ?? "null"))),
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
