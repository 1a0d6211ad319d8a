using CosSlice.Emulator.Requests;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Operations;

/// <summary>An operation whose content goes straight to its place, once the fields before it say which that is.</summary>
internal interface ISliceOperation : IOperation
{
    /// <summary>
    /// Begins to receive a slice, with the fields that stand before its content. What they can be refused for is
    /// refused here, before a byte is written.
    /// </summary>
    ValueTask<SliceWriter> OpenAsync(RequestTarget target, RequestForm form, CancellationToken cancellationToken);
}
