namespace CosSlice.Tests.Support;

/// <summary>A bound for what must happen at once: reaching it is a hang, on however slow a machine.</summary>
internal static class HangGuard
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static Task<T> Guarded<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task Guarded(this Task task) => task.WaitAsync(Limit);

    /// <summary>Waits for something that only can be looked at, such as a counter.</summary>
    public static async Task Until(Func<bool> isSo)
    {
        using CancellationTokenSource hang = new(Limit);
        while (!isSo())
        {
            hang.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
