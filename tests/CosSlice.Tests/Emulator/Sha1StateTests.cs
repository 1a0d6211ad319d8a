using System.Security.Cryptography;
using System.Text;
using CosSlice.Emulator.Hashing;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Emulator;

public sealed class Sha1StateTests
{
    private static readonly byte[] Bytes = RandomNumberGenerator.GetBytes(4096);

    [Fact]
    public void Any_length_has_the_librarys_digest()
    {
        for (int length = 0; length <= 400; length++)
        {
            var sha = new RunningSha1(Sha1State.Initial, 0);
            sha.Append(Bytes.AsSpan(0, length));
            Assert.Equal(TestEmulator.Sha1(Bytes.AsSpan(0, length)), sha.Digest().ToDigestHex());
        }
    }

    [Fact]
    public void However_the_bytes_are_cut_the_digest_is_the_same()
    {
        Gen<int[]> cuts = Gen.Choose(0, 300).ArrayOf();
        Prop.ForAll(cuts.ToArbitrary(), lengths =>
        {
            var sha = new RunningSha1(Sha1State.Initial, 0);
            int done = 0;
            foreach (int length in lengths.TakeWhile(length => done + length <= Bytes.Length))
            {
                sha.Append(Bytes.AsSpan(done, length));
                done += length;
                Assert.Equal(TestEmulator.Sha1(Bytes.AsSpan(0, done)), sha.Digest().ToDigestHex());
            }

            Assert.Equal(done, sha.Length);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_state_taken_up_elsewhere_comes_to_the_same_digest()
    {
        Gen<(int Blocks, int Left)> places = from blocks in Gen.Choose(0, 40) from rest in Gen.Choose(0, 200) select (blocks, rest);
        Prop.ForAll(places.ToArbitrary(), place =>
        {
            int split = 64 * place.Blocks;
            var before = new RunningSha1(Sha1State.Initial, 0);
            before.Append(Bytes.AsSpan(0, split));
            Assert.True(Sha1State.TryParse(Encoding.ASCII.GetBytes(before.State.ToHex()), out Sha1State state));
            var after = new RunningSha1(state, split);
            after.Append(Bytes.AsSpan(split, place.Left));
            Assert.Equal(TestEmulator.Sha1(Bytes.AsSpan(0, split + place.Left)), after.Digest().ToDigestHex());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_state_is_that_of_the_standards_own_words()
    {
        uint[] words = TextbookSha1.Start();
        var sha = new RunningSha1(Sha1State.Initial, 0);
        Assert.Equal("0123456789abcdeffedcba9876543210f0e1d2c3", sha.State.ToHex());
        for (int block = 0; block < 20; block++)
        {
            TextbookSha1.Compress(words, Bytes.AsSpan(64 * block, 64));
            sha.Append(Bytes.AsSpan(64 * block, 64));
            Assert.Equal(TextbookSha1.LittleEndian(words), sha.State.ToHex());
        }
    }

    [Fact]
    public void In_the_middle_of_a_block_there_is_no_state()
    {
        var sha = new RunningSha1(Sha1State.Initial, 0);
        sha.Append(Bytes.AsSpan(0, 65));
        Assert.Throws<InvalidOperationException>(() => sha.State);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RunningSha1(Sha1State.Initial, 65));
        Assert.Throws<ArgumentOutOfRangeException>(() => sha.Restart(Sha1State.Initial, 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdeffedcba9876543210f0e1d2c")]
    [InlineData("0123456789abcdeffedcba9876543210f0e1d2c3a")]
    [InlineData("0123456789abcdefgedcba9876543210f0e1d2c3")]
    [InlineData(" 123456789abcdeffedcba9876543210f0e1d2c3")]
    public void What_is_not_forty_digits_is_no_state(string hex)
    {
        Assert.False(Sha1State.TryParse(Encoding.ASCII.GetBytes(hex), out _));
        Assert.False(Sha1State.TryParseDigest(Encoding.ASCII.GetBytes(hex), out _));
    }
}
