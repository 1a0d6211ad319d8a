namespace CosSlice;

/// <summary>Hears what happens during uploads. Called from any thread, several at once; it must return quickly and not throw.</summary>
public interface IUploadObserver
{
    /// <summary>Something worth a line in a log happened, such as a repeat or a decision about an unfinished upload.</summary>
    /// <param name="progress">The upload it happened to.</param>
    /// <param name="message">A sentence.</param>
    void Noted(UploadProgress progress, string message);

    /// <summary>Something that the user should know happened, though the upload goes on: once an outage, once a <see cref="CosUploader"/> for other things.</summary>
    /// <param name="progress">The upload it happened to; <see langword="null"/> where it is about none in particular.</param>
    /// <param name="message">A sentence.</param>
    void Warned(UploadProgress? progress, string message);
}
