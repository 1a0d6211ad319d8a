using System.Management.Automation;
using CosSlice.Errors;
using CosSlice.Paths;
using CosSlice.Pipeline;

namespace CosSlice.Commands;

/// <summary>What the service holds under a key: length, SHA-1 and addresses.</summary>
[Cmdlet(VerbsCommon.Get, "CosFile")]
[OutputType(typeof(CosFile))]
public sealed class GetCosFileCommand : TargetCommand
{
    private InspectionRun<CosInspector>? _run;

    /// <summary>Keys of objects, whole; there are no wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Filled]
    [TextTransformation]
    public string[] Key { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _run = new InspectionRun<CosInspector>(
            this, this.OrTerminate(CheckedOptions), (options, observer) => new CosInspector(options, observer), Cancellation);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string written in Key)
        {
            try
            {
                CosContext target = TargetOfInput();
                ObjectKey key = ObjectKey.Create(ObjectKey.Normalize(written));
                _run!.Ask(inspector => Question.Of(inspector.GetAsync(target, key, Cancellation), key.Value));
            }
            catch (CosException e)
            {
                WriteError(ErrorRecords.From(e, written));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _run!.Complete();

    private protected override IRun? Run => _run;
}
