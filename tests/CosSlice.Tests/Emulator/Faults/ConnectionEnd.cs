namespace CosSlice.Tests.Emulator.Faults;

/// <summary>How a connection was left by the emulator.</summary>
public enum ConnectionEnd
{
    /// <summary>A whole answer came, and the connection goes on.</summary>
    GoesOn,

    /// <summary>It was closed in order (FIN).</summary>
    Closed,

    /// <summary>It was reset (RST).</summary>
    Reset,
}
