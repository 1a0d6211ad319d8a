using CosSlice.Emulator.Answers;

namespace CosSlice.Emulator.Hashing;

/// <summary>Compares bytes with what the client declared about them, part by part, while they pass by.</summary>
/// <param name="parts">What the client declared.</param>
/// <param name="first">The part that the first byte begins.</param>
internal sealed class PartCheck(UploadParts parts, int first)
{
    private readonly RunningSha1 _sha = new(parts.StateBefore(first), parts.Start(first));
    private int _part = first;

    /// <summary>Takes more bytes, and refuses the data as soon as a part is not the declared one (-29138).</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            long left = parts.Start(_part + 1) - _sha.Length;
            int taken = (int)Math.Min(left, bytes.Length);
            _sha.Append(bytes[..taken]);
            bytes = bytes[taken..];
            if (taken == left)
            {
                Check();
            }
        }
    }

    private void Check()
    {
        bool last = _part == parts.Count - 1;
        if ((last ? _sha.Digest() : _sha.State) != parts.ShaOf(_part))
        {
            throw new RefusedException(
                CosCode.PartShaMismatch, $"the bytes from {parts.Start(_part)} to {parts.Start(_part + 1)} are not those of datasha");
        }

        _part++;
    }
}
