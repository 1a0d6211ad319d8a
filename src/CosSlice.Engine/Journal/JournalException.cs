namespace CosSlice.Journal;

/// <summary>The journal could not be read or written. No upload fails for it; the message is a sentence for a warning.</summary>
internal sealed class JournalException : Exception
{
    /// <param name="subject">What it is about, so that it is said once: the path of the folder, or of one entry.</param>
    /// <param name="message">A sentence that names the path and the reason.</param>
    /// <param name="innerException">What the system said.</param>
    public JournalException(string subject, string message, Exception? innerException = null)
        : base(message, innerException)
        => Subject = subject;

    /// <summary>The path that the failure is about.</summary>
    public string Subject { get; }
}
