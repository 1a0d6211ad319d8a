using System.Management.Automation;
using CosSlice.Errors;
using CosSlice.Paths;
using CosSlice.Pipeline;

namespace CosSlice.Commands;

/// <summary>
/// Whether the service holds each file, whole and the same, compared by length and SHA-1. What cannot be told is an error,
/// never <c>$false</c>.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "CosFile", DefaultParameterSetName = LiteralPathSet)]
[OutputType(typeof(bool))]
public sealed class TestCosFileCommand : SourceCommand
{
    private InspectionRun<CosInspector>? _run;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _run = new InspectionRun<CosInspector>(
            this, this.OrTerminate(CheckedOptions), (options, observer) => new CosInspector(options, observer), Cancellation);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _run!.Complete();

    private protected override void Process(FoundFile file)
    {
        UploadRequest request = new(TargetOfInput(), file.Path, KeyOf(file));
        _run!.Ask(inspector =>
        {
            InspectionHandle handle = inspector.StartTest(request, Cancellation);
            return Question.Of(handle.Completion, file.Path, handle.Progress);
        });
    }

    private protected override IRun? Run => _run;
}
