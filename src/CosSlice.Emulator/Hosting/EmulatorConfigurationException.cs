namespace CosSlice.Emulator;

/// <summary>The emulator can't start with what it was given.</summary>
public sealed class EmulatorConfigurationException : Exception
{
    /// <summary>Makes an exception without a message of its own.</summary>
    public EmulatorConfigurationException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public EmulatorConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">What it came from.</param>
    public EmulatorConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
