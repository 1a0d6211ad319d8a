using Microsoft.AspNetCore.Http;

namespace CosSlice.Tests.Support;

/// <summary>Holds requests back until as many are there as expected, and counts how many ever were at once.</summary>
internal sealed class Gate(int expected)
{
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _inside;

    /// <summary>Completes when the expected number is inside.</summary>
    public Task Full => _full.Task;

    public int Most { get; private set; }

    public void Open() => _open.TrySetResult();

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        lock (_gate)
        {
            Most = Math.Max(Most, ++_inside);
            if (_inside == expected)
            {
                _full.TrySetResult();
            }
        }

        try
        {
            await _open.Task.WaitAsync(context.RequestAborted);
            await next(context);
        }
        finally
        {
            lock (_gate)
            {
                _inside--;
            }
        }
    }
}
