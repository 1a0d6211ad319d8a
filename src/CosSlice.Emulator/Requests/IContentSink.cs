using System.Buffers;

namespace CosSlice.Emulator.Requests;

/// <summary>Takes the bytes of a filecontent field as they arrive.</summary>
internal interface IContentSink : IDisposable
{
    /// <summary>Bytes taken so far.</summary>
    long Length { get; }

    void Write(in ReadOnlySequence<byte> piece);

    /// <summary>The field has ended.</summary>
    void Complete();
}
