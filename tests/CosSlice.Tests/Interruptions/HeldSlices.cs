using CosSlice.Tests.Roles;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interruptions;

/// <summary>Lets the first slices of an upload pass and holds the others back, so that a process stays in its middle.</summary>
internal sealed class HeldSlices
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _lanes;
    private int _arrived;
    private int _ended;

    /// <param name="service">The service.</param>
    /// <param name="task">The upload.</param>
    /// <param name="pass">How many slices pass.</param>
    public HeldSlices(Service service, UploadTask task, int pass)
    {
        bool isV1 = task.ApiVersion == 1;
        _lanes = isV1 ? 1 : UploadTask.ThrottleLimit;
        string op = isV1 ? "upload_slice" : "upload_slice_data";

        // Version 1 begins with a request of the same name.
        service.Faults
            .On(op, (context, next) => next(context), times: pass + (isV1 ? 1 : 0))
            .On(op, Faults.Hold(() => Interlocked.Increment(ref _arrived), _release.Task, () => Interlocked.Increment(ref _ended)), int.MaxValue);
    }

    /// <summary>Waits until as many are held as the process sends at once.</summary>
    public Task FullAsync() => HangGuard.Until(() => Volatile.Read(ref _arrived) == _lanes);

    /// <summary>Waits until those that are held have gone with their process.</summary>
    public Task GoneAsync() => HangGuard.Until(() => Volatile.Read(ref _ended) == Volatile.Read(ref _arrived));

    /// <summary>Lets all pass.</summary>
    public void Release() => _release.SetResult();
}
