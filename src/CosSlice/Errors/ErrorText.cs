namespace CosSlice.Errors;

/// <summary>The sentence that a person reads: which file, and what happened.</summary>
internal static class ErrorText
{
    /// <summary>What an upload has to say, under its key.</summary>
    public static string Of(UploadProgress? progress, string message) => progress is null ? message : TextFormat.Of(CommandTexts.OfKey, progress.Key, message);

    public static string Describe(string message, string? path)
    {
        // Among a hundred files, a message without a name helps nobody.
        return path is null || message.Contains(path) ? message : TextFormat.Of(CommandTexts.OfPath, path, message);
    }
}
