namespace CosSlice.Pipeline;

/// <summary>A question under way.</summary>
/// <param name="completion">Its answer; <see langword="null"/> where there is none to write.</param>
/// <param name="target">What it is about, for an error: a text, or an upload.</param>
/// <param name="progress">Its counters, where reading a file belongs to it.</param>
internal sealed class Question(Task<object?> completion, object target, UploadProgress? progress = null)
{
    public Task<object?> Completion { get; } = completion;

    public object Target { get; } = target;

    public UploadProgress? Progress { get; } = progress;

    /// <summary>What the log says once it has ended well.</summary>
    public string? Done { get; init; }

    /// <summary>Makes a question of what an engine answers.</summary>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <param name="completion">Its answer.</param>
    /// <param name="target">What it is about, for an error.</param>
    /// <param name="progress">Its counters, where reading a file belongs to it.</param>
    public static Question Of<T>(Task<T> completion, object target, UploadProgress? progress = null)
        => new(AsObjectAsync(completion), target, progress);

    /// <summary>Makes a question of what an engine does without an answer.</summary>
    /// <param name="completion">Its end.</param>
    /// <param name="target">What it is about, for an error.</param>
    /// <param name="done">What the log says once it has ended well.</param>
    public static Question OfAction(Task completion, object target, string? done = null) => new(WithoutAnswerAsync(completion), target) { Done = done };

    private static async Task<object?> AsObjectAsync<T>(Task<T> answer) => await answer.ConfigureAwait(false);

    private static async Task<object?> WithoutAnswerAsync(Task end)
    {
        await end.ConfigureAwait(false);
        return null;
    }
}
