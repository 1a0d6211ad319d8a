using System.Text;
using CosSlice.Hashing;
using CosSlice.Hashing.Lanes;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>The engine's SHA-1 and MD5, in every way this machine can compute them, against the class library's and the standards' text.</summary>
public class BlockHashTests
{
    public static TheoryData<bool, string> Ways => new MatrixTheoryData<bool, string>([true, false], Kernels.Sets);

    public static TheoryData<bool, string> SideBySide => Kernels.SideBySide;

    [Theory]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("abc", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "57edf4a22be3c955ac49da2e2107b67a")]
    public void The_examples_of_MD5_come_out(string text, string digest)
        => Assert.All(Kernels.Sets, set =>
        {
            BlockHash hash = Kernels.Start(isSha1: false, set);
            hash.Append(Encoding.ASCII.GetBytes(text), 0, text.Length);

            Assert.Equal(digest, Convert.ToHexStringLower(hash.Finish()));
        });

    [Theory]
    [MemberData(nameof(Ways))]
    public void Any_length_gives_what_the_class_library_gives(bool isSha1, string set)
    {
        IEnumerable<int> aroundBlocks = Enumerable.Range(5, 60).SelectMany(blocks => new[] { (64 * blocks) - 1, 64 * blocks, (64 * blocks) + 1 });
        foreach (int length in Enumerable.Range(0, 301).Concat(aroundBlocks))
        {
            byte[] data = Kernels.Bytes(length, seed: length);
            BlockHash hash = Kernels.Start(isSha1, set);

            hash.Append(data, 0, length);

            Assert.Equal(length, hash.Count);
            Assert.Equal((length, Convert.ToHexStringLower(Kernels.Expected(isSha1, data))), (length, Convert.ToHexStringLower(hash.Finish())));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void It_does_not_matter_in_what_pieces_the_bytes_come(bool isSha1, string set)
        => Prop.ForAll<int, NonNegativeInt[]>((seed, pieces) =>
        {
            // From one byte to a good many blocks, and each piece at an odd place of its array.
            Random random = new(seed);
            int[] counts = [.. pieces.Select(piece => piece.Get * random.Next(1, 60))];
            byte[] data = Kernels.Bytes(counts.Sum() + 7, seed);
            BlockHash hash = Kernels.Start(isSha1, set);
            int at = 7;
            foreach (int count in counts)
            {
                hash.Append(data, at, count);
                at += count;
            }

            return hash.Finish().AsSpan().SequenceEqual(Kernels.Expected(isSha1, data.AsSpan(7)));
        }).QuickCheckThrowOnFailure();

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(SideBySide))]
    public void Nothing_can_be_asked_of_a_hash_until_what_was_begun_is_done(bool isSha1, string set)
    {
        HashLanes lanes = new(Kernels.Of(isSha1, set));
        byte[] data = Kernels.Bytes(200, seed: 1);
        BlockHash hash = Kernels.Start(isSha1, set);

        hash.Begin(lanes, data, 0, data.Length);

        Assert.Throws<InvalidOperationException>(() => hash.Append(data, 0, 1));
        Assert.Throws<InvalidOperationException>(() => hash.Begin(lanes, data, 0, data.Length));
        Assert.Throws<InvalidOperationException>(hash.Finish);
        if (hash is Sha1Core core)
        {
            Assert.Throws<InvalidOperationException>(() => core.CopyState(new byte[Sha1Core.DigestSize], 0));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void After_the_end_nothing_is_taken(bool isSha1, string set)
    {
        BlockHash hash = Kernels.Start(isSha1, set);
        hash.Finish();

        Assert.Throws<InvalidOperationException>(() => hash.Append(new byte[1], 0, 1));
    }
}
