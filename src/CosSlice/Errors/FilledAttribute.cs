using System.Management.Automation;

namespace CosSlice.Errors;

/// <summary>
/// Takes no empty value, and says so for people: PowerShell's own check speaks of collections. An empty cell of a CSV file ends
/// here; PowerShell makes it the error of its row, with the row as target, and the other rows go on.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FilledAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (IsEmpty(arguments))
        {
            throw new ValidationMetadataException(InputTexts.ValueEmpty);
        }
    }

    private static bool IsEmpty(object? argument) => argument switch
    {
        null => true,
        string text => text.Length == 0,
        object?[] items => items.Length == 0 || Array.Exists(items, IsEmpty),
        _ => false,
    };
}
