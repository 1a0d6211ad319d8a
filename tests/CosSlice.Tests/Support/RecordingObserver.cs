using System.Collections.Concurrent;

namespace CosSlice.Tests.Support;

/// <summary>Keeps what an uploader says.</summary>
internal sealed class RecordingObserver : IUploadObserver
{
    public ConcurrentQueue<string> Notes { get; } = [];

    public ConcurrentQueue<string> Warnings { get; } = [];

    public void Noted(UploadProgress progress, string message) => Notes.Enqueue(message);

    public void Warned(UploadProgress? progress, string message) => Warnings.Enqueue(message);
}
