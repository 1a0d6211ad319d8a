using System.Management.Automation;

namespace CosSlice.Progress;

/// <summary>Gives bars to the host, each with an id that stays.</summary>
/// <param name="write">The cmdlet's WriteProgress.</param>
internal sealed class ProgressPainter(Action<ProgressRecord> write)
{
    // Far from the small numbers that scripts use for bars of their own.
    private const int FirstId = 0x4353_0000;
    private static int _invocations;

    private readonly int _id = FirstId + ((Interlocked.Increment(ref _invocations) & 0xFFF) * (ProgressMeter.FileBars + 1));

    public void Paint(IReadOnlyList<ProgressLine> lines)
    {
        foreach (ProgressLine line in lines)
        {
            write(new ProgressRecord(_id + line.Slot, NotEmpty(line.Activity), NotEmpty(line.Status))
            {
                ParentActivityId = line.Slot == 0 ? -1 : _id,
                CurrentOperation = line.Operation,
                PercentComplete = line.Percent,
                SecondsRemaining = line.SecondsRemaining,
                RecordType = line.Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            });
        }
    }

    // An empty text is an argument error.
    private static string NotEmpty(string text) => text.Length > 0 ? text : " ";
}
