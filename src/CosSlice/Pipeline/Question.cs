namespace CosSlice.Pipeline;

/// <summary>A question under way.</summary>
/// <param name="completion">Its answer.</param>
/// <param name="target">What it is about, for an error.</param>
/// <param name="progress">Its counters, where reading a file belongs to it.</param>
internal sealed class Question(Task<object> completion, string target, UploadProgress? progress = null)
{
    public Task<object> Completion { get; } = completion;

    public string Target { get; } = target;

    public UploadProgress? Progress { get; } = progress;

    /// <summary>Makes a question of what an engine answers.</summary>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <param name="completion">Its answer.</param>
    /// <param name="target">What it is about, for an error.</param>
    /// <param name="progress">Its counters, where reading a file belongs to it.</param>
    public static Question Of<T>(Task<T> completion, string target, UploadProgress? progress = null)
        where T : notnull
        => new(AsObjectAsync(completion), target, progress);

    private static async Task<object> AsObjectAsync<T>(Task<T> answer)
        where T : notnull
        => await answer.ConfigureAwait(false);
}
