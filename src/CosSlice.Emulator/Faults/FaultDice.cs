using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CosSlice.Emulator.Faults;

/// <summary>
/// Numbers that follow from a seed and from what a request is, and from nothing else: requests that come at once draw the same
/// ones in whatever order they come.
/// </summary>
internal sealed class FaultDice
{
    private byte[] _digest;
    private int _used;

    public FaultDice(long seed, RequestMark mark, long attempt)
    {
        string offset = mark.Offset?.ToString(CultureInfo.InvariantCulture) ?? "";
        _digest = SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{seed}\n{mark.Op}\n{mark.Key}\n{offset}\n{attempt}")));
    }

    /// <summary>A number from 0 up to, but without, 1.</summary>
    public double NextDouble() => Next() / 4294967296.0;

    /// <summary>A number from the first up to, but without, the second.</summary>
    public long Next(long from, long to) => from + (long)(NextDouble() * (to - from));

    public bool NextBool() => Next() % 2 == 0;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[(int)Next(0, choices.Count)];

    private uint Next()
    {
        if (_used == _digest.Length)
        {
            _digest = SHA256.HashData(_digest);
            _used = 0;
        }

        _used += sizeof(uint);
        return BinaryPrimitives.ReadUInt32LittleEndian(_digest.AsSpan(_used - sizeof(uint)));
    }
}
