using System.Buffers;

namespace CosSlice.Emulator.Requests;

/// <summary>Finds a byte pattern in what a pipe holds, also where it is split over the pipe's blocks.</summary>
internal static class PatternSearch
{
    /// <summary>
    /// True: the pattern begins at <paramref name="at"/>. False: it is not there, and it can't begin before
    /// <paramref name="at"/> whatever comes next.
    /// </summary>
    public static bool TryFind(in ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> pattern, out SequencePosition at)
    {
        SequencePosition next = buffer.Start;
        SequencePosition blockStart = next;
        while (buffer.TryGet(ref next, out ReadOnlyMemory<byte> memory))
        {
            ReadOnlySpan<byte> block = memory.Span;
            int index = block.IndexOf(pattern);
            if (index >= 0)
            {
                at = buffer.GetPosition(index, blockStart);
                return true;
            }

            // Only the block's last bytes can begin a match that ends in a later block.
            int from = Math.Max(0, block.Length - (pattern.Length - 1));
            while ((index = block[from..].IndexOf(pattern[0])) >= 0)
            {
                from += index;
                if (pattern.StartsWith(block[from..]))
                {
                    at = buffer.GetPosition(from, blockStart);
                    ReadOnlySequence<byte> rest = buffer.Slice(at);
                    if (StartsAlike(rest, pattern))
                    {
                        return rest.Length >= pattern.Length;
                    }
                }

                from++;
            }

            blockStart = next;
        }

        at = buffer.End;
        return false;
    }

    /// <summary>Whether the two agree over the length of the shorter one.</summary>
    public static bool StartsAlike(in ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> pattern)
    {
        ReadOnlySpan<byte> left = pattern;
        foreach (ReadOnlyMemory<byte> memory in buffer)
        {
            int length = Math.Min(memory.Length, left.Length);
            if (!memory.Span[..length].SequenceEqual(left[..length]))
            {
                return false;
            }

            left = left[length..];
            if (left.IsEmpty)
            {
                break;
            }
        }

        return true;
    }
}
