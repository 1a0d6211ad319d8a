namespace CosSlice.Http;

/// <summary>Buffers for what goes over the wire at once: most of that is small, and some of it is not.</summary>
internal sealed class SmallBuffers
{
    /// <summary>Bytes of the largest: a piece, and room for all the fields around it.</summary>
    public const int Largest = WritePace.Piece + (8 * 1024);

    /// <summary>Bytes of the smaller: a file of 4 KiB with the fields around it, or an answer.</summary>
    public const int Usual = 8 * 1024;

    private readonly BufferPool _usual = new(Usual);
    private readonly BufferPool _largest = new(Largest);

    /// <summary>Those that are no longer than needed.</summary>
    /// <param name="bytes">0 to <see cref="Largest"/>.</param>
    public BufferPool Of(long bytes) => bytes <= Usual ? _usual : _largest;
}
