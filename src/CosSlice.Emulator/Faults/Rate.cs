namespace CosSlice.Emulator.Faults;

/// <summary>Bytes a second, as pieces with pauses between them.</summary>
/// <param name="Bytes">Of a piece.</param>
/// <param name="Pause">Before each piece.</param>
internal readonly record struct Rate(int Bytes, TimeSpan Pause)
{
    private const int PiecesPerSecond = 20;

    public static Rate Of(long bytesPerSecond)
    {
        int bytes = (int)Math.Clamp(bytesPerSecond / PiecesPerSecond, 1, int.MaxValue);
        return new Rate(bytes, TimeSpan.FromSeconds((double)bytes / bytesPerSecond));
    }
}
