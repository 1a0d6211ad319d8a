using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>The operations by the value of op.</summary>
internal sealed class OperationTable
{
    private readonly Dictionary<string, IOperation> _operations;

    public OperationTable(EmulatorOptions options, ObjectStore store)
    {
        var urls = new ObjectUrls(options);
        var folders = new Folders(options, store);
        IOperation[] operations =
        [
            new Upload(options, store, urls, folders),
            new UploadSlice(options, store, urls, folders),
            new UploadSliceInit(options, store, urls, folders),
            new UploadSliceData(options, store),
            new UploadSliceList(options, store, urls),
            new UploadSliceFinish(options, store, urls),
            new Stat(store, urls),
            new ListFolder(options, store, urls),
            new Create(options, store, folders),
            new Delete(store),
        ];
        _operations = operations.ToDictionary(operation => operation.Name, StringComparer.Ordinal);
    }

    /// <summary>The operation that takes this request's content straight to its place; null when the fields don't say where.</summary>
    public ISliceOperation? FindSliceOperation(RequestTarget target, RequestForm form)
    {
        IOperation? operation = _operations.GetValueOrDefault(form["op"] ?? "");
        bool placed = form.Text("session") is not null && form.Text("offset") is not null;
        return placed && (target.Version == ApiVersion.V4 || operation is { IsInV1: true }) ? operation as ISliceOperation : null;
    }

    public IOperation Find(string? op, string method, ApiVersion version)
    {
        if (string.IsNullOrEmpty(op))
        {
            throw new RefusedException(CosCode.OpMissing, "op is missing");
        }

        if (!_operations.TryGetValue(op, out IOperation? operation))
        {
            throw new RefusedException(CosCode.UnknownOp, "op is not known");
        }

        if (version == ApiVersion.V1 && !operation.IsInV1)
        {
            throw new RefusedException(CosCode.NotInThisVersion, $"{operation.Name} is an operation of files/v2");
        }

        return operation.Method == method
            ? operation
            : throw new RefusedException(CosCode.BadMethod, $"{operation.Name} is asked for with {operation.Method}");
    }
}
