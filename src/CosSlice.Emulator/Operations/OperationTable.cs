using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>The operations by the value of op.</summary>
internal sealed class OperationTable
{
    private readonly Dictionary<string, IOperation> _operations;

    public OperationTable(EmulatorOptions options, ObjectStore store)
    {
        var urls = new ObjectUrls(options);
        SliceData = new UploadSliceData(options, store);
        IOperation[] operations =
        [
            new Upload(options, store, urls),
            new UploadSliceInit(options, store),
            SliceData,
            new UploadSliceList(store, urls),
            new UploadSliceFinish(options, store, urls),
            new Stat(store, urls),
            new Delete(store),
        ];
        _operations = operations.ToDictionary(operation => operation.Name, StringComparer.Ordinal);
    }

    /// <summary>The one operation whose content goes straight to its place.</summary>
    public UploadSliceData SliceData { get; }

    public IOperation Find(string? op, string method)
    {
        if (string.IsNullOrEmpty(op))
        {
            throw new RefusedException(CosCode.OpMissing, "op is missing");
        }

        if (!_operations.TryGetValue(op, out IOperation? operation))
        {
            throw new RefusedException(CosCode.UnknownOp, "op is not known");
        }

        return operation.Method == method
            ? operation
            : throw new RefusedException(CosCode.BadMethod, $"{operation.Name} is asked for with {operation.Method}");
    }
}
