using System.Security.Cryptography;
using System.Text;
using CosSlice.Hashing;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>The SHA-1 of the engine's own, against the class library's and against the standard's text.</summary>
public class Sha1CoreTests
{
    [Theory]
    [InlineData("", "da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("abc", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1")]
    public void The_standards_examples_come_out(string text, string digest)
    {
        Sha1Core core = new();
        core.Append(Encoding.ASCII.GetBytes(text), 0, text.Length);

        Assert.Equal(digest, Convert.ToHexStringLower(core.Finish()));
    }

    /// <summary>Each set of instructions, and the best also with rounds in ordinary registers, as some processors have them faster.</summary>
    public static TheoryData<string, bool> Ways
    {
        get
        {
            TheoryData<string, bool> ways = new() { { Kernels.Sets.Last(), false } };
            foreach (string set in Kernels.Sets)
            {
                ways.Add(set, true);
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Whoever_goes_on_from_the_state_arrives_at_the_digest_of_the_whole(string set, bool hasVectorRounds)
        => Prop.ForAll<int, NonNegativeInt, NonNegativeInt>((seed, blocks, rest) =>
        {
            int split = 64 * blocks.Get;
            byte[] data = Kernels.Bytes(split + (rest.Get * 3), seed);
            Sha1Core core = new(Kernels.Sha1(set, hasVectorRounds));
            core.Append(data, 0, split);

            byte[] digest = TextbookSha1.GoOn(HexState(core), split, data.AsSpan(split));

            return digest.AsSpan().SequenceEqual(SHA1.HashData(data));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reading_the_state_changes_nothing()
    {
        byte[] data = Kernels.Bytes(1000, seed: 3);
        Sha1Core core = new();
        core.Append(data, 0, 640);

        string first = HexState(core);
        string second = HexState(core);
        core.Append(data, 640, 360);

        Assert.Equal(first, second);
        Assert.Equal(SHA1.HashData(data), core.Finish());
    }

    [Fact]
    public void Before_the_first_byte_the_state_is_the_standards_own_with_the_low_bytes_first()
        => Assert.Equal("0123456789abcdeffedcba9876543210f0e1d2c3", HexState(new Sha1Core()));

    [Fact]
    public void There_is_no_state_within_a_block()
    {
        Sha1Core core = new();
        core.Append(new byte[100], 0, 100);

        Assert.Throws<InvalidOperationException>(() => HexState(core));
    }

    [Fact]
    public void After_the_end_nothing_is_taken_and_no_state_given()
    {
        Sha1Core core = new();
        core.Append(new byte[64], 0, 64);
        core.Finish();

        Assert.Throws<InvalidOperationException>(() => core.Append(new byte[1], 0, 1));
        Assert.Throws<InvalidOperationException>(() => HexState(core));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 11)]
    [InlineData(10, 1)]
    [InlineData(int.MaxValue, 2)]
    public void A_range_outside_the_array_is_refused(int offset, int count)
        => Assert.ThrowsAny<ArgumentException>(() => new Sha1Core().Append(new byte[10], offset, count));

    private static string HexState(Sha1Core core)
    {
        byte[] state = new byte[Sha1Core.DigestSize];
        core.CopyState(state, 0);
        return Convert.ToHexStringLower(state);
    }
}
