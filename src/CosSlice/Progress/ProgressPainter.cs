using System.Management.Automation;
using System.Management.Automation.Host;

namespace CosSlice.Progress;

/// <summary>
/// Gives a command's bars to the host and takes them away again, however the command ends: also from its Dispose, which is all
/// that PowerShell calls after Select-Object -First, -ErrorAction Stop or an error before or after it in the pipeline.
/// </summary>
/// <param name="cmdlet">The command.</param>
internal sealed class ProgressPainter(PSCmdlet cmdlet)
{
    // Far from the small numbers that scripts use for bars of their own, and for sources far from those that PowerShell counts up.
    private const int FirstId = 0x4353_0000;
    private const long FirstSource = 0x4353_0000_0000;
    private static int _invocations;

    private readonly ProgressBoard _board = new();
    private readonly int _invocation = Interlocked.Increment(ref _invocations);
    private bool _isMute;

    /// <summary>Shows these bars and no others.</summary>
    /// <param name="picture">Every bar that there should be.</param>
    public void Paint(IReadOnlyList<ProgressLine> picture) => Write(_board.Show(picture));

    /// <summary>Takes every bar away.</summary>
    public void Clear() => Write(_board.Clear());

    private void Write(IReadOnlyList<ProgressLine> lines)
    {
        foreach (ProgressLine line in lines)
        {
            Write(Record(line));
        }
    }

    private ProgressRecord Record(ProgressLine line)
    {
        int total = FirstId + ((_invocation & 0xFFF) * (FileBar.LargestId + 1));
        return new ProgressRecord(total + line.Id, NotEmpty(line.Activity), NotEmpty(line.Status))
        {
            ParentActivityId = line.IsBelowTotal ? total : -1,
            CurrentOperation = line.Operation,
            PercentComplete = line.Percent,
            SecondsRemaining = line.SecondsRemaining,
            RecordType = line.IsCompleted ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        };
    }

    private void Write(ProgressRecord record)
    {
        if (_isMute)
        {
            return;
        }

        try
        {
            // Cmdlet.WriteProgress may not be called from Dispose; this may, and heeds $ProgressPreference and -ProgressAction as well.
            cmdlet.CommandRuntime.WriteProgress(FirstSource + _invocation, record);
        }
        catch (PipelineStoppedException) when (record.RecordType == ProgressRecordType.Completed)
        {
            // A stopped pipeline takes no more records, and not every host clears its bars after one.
            WriteToHost(record);
        }
        catch (Exception e) when (e is NotImplementedException or NotSupportedException or HostException)
        {
            // A host that has no bars is no reason for an upload to fail.
            _isMute = true;
        }
    }

    private void WriteToHost(ProgressRecord record)
    {
        object? wanted = cmdlet.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out object? action)
            ? action
            : cmdlet.SessionState.PSVariable.GetValue("ProgressPreference");
        if ($"{wanted}" is nameof(ActionPreference.SilentlyContinue) or nameof(ActionPreference.Ignore))
        {
            return;
        }

        try
        {
            cmdlet.Host.UI.WriteProgress(FirstSource + _invocation, record);
        }
        catch (Exception e) when (e is NotImplementedException or NotSupportedException or HostException)
        {
            _isMute = true;
        }
    }

    // An empty text is an argument error.
    private static string NotEmpty(string text) => text.Length > 0 ? text : " ";
}
