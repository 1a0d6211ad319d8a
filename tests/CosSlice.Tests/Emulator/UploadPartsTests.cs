using System.Globalization;
using System.Text;
using CosSlice.Emulator.Answers;
using CosSlice.Emulator.Hashing;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Emulator;

public sealed class UploadPartsTests
{
    private const string Sha = "0123456789abcdeffedcba9876543210f0e1d2c3";

    /// <summary>Lengths of parts: all but the last are whole blocks.</summary>
    private static Gen<long[]> Lengths =>
        from blocks in Gen.Choose(1, 50_000).ArrayOf()
        from last in Gen.Choose(1, 3_000_000)
        select (long[])[.. blocks.Select(count => 64L * count), last];

    [Fact]
    public void Parts_of_any_lengths_are_read_back()
    {
        Prop.ForAll(Lengths.ToArbitrary(), lengths =>
        {
            long size = lengths.Sum();
            UploadParts parts = Parse(Json(lengths), size);
            Assert.Equal(lengths.Length, parts.Count);
            long offset = 0;
            for (int i = 0; i < lengths.Length; i++)
            {
                Assert.Equal((offset, i), (parts.Start(i), parts.IndexOf(offset)));
                Assert.True(parts.IndexOf(offset + 1) < 0 || lengths[i] == 1);
                offset += lengths[i];
            }

            Assert.Equal((size, lengths.Length), (parts.Start(lengths.Length), parts.IndexOf(size)));
            Assert.Equal(Sha1State.Initial, parts.StateBefore(0));
            Assert.Equal(Hex(lengths.Length - 1), parts.FileSha);
            Assert.All(Enumerable.Range(1, lengths.Length - 1), i => Assert.Equal(Hex(i - 1), parts.StateBefore(i).ToHex()));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        Gen<(long[] Lengths, int At, int Shift)> broken =
            from lengths in Lengths
            from at in Gen.Choose(0, lengths.Length - 1)
            from shift in Gen.Elements(-64, -1, 1, 64)
            select (lengths, at, shift);
        Prop.ForAll(broken.ToArbitrary(), sample =>
        {
            (long[] lengths, int at, int shift) = sample;
            long size = lengths.Sum();

            // The length of one part is another than the next one's offset, or the file's length, says.
            string json = Json(lengths);
            string shifted = Json(lengths, at, shift);
            Assert.NotEqual(json, shifted);
            Refused(CosCode.UploadPartsInconsistent, shifted, size);
            Refused(CosCode.UploadPartsInconsistent, json, size + shift);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_cut_of_the_text_is_refused()
    {
        byte[] json = Encoding.UTF8.GetBytes(Json([128, 64, 3]));
        for (int length = 0; length < json.Length; length++)
        {
            RefusedException refused = Assert.Throws<RefusedException>(() => UploadParts.Parse(json.AsSpan(0, length), 195));
            Assert.Equal(CosCode.UploadPartsNotJson, refused.Code);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[{]")]
    [InlineData("[]]")]
    [InlineData("[] []")]
    public void What_is_no_json_is_refused(string json) => Refused(CosCode.UploadPartsNotJson, json, 3);

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[3]")]
    [InlineData("[[]]")]
    [InlineData("""[{}]""")]
    [InlineData("""[{"offset":0,"datalen":3}]""")]
    [InlineData("""[{"offset":0,"datasha":"{0}"}]""")]
    [InlineData("""[{"datalen":3,"datasha":"{0}"}]""")]
    [InlineData("""[{"offset":"0","datalen":3,"datasha":"{0}"}]""")]
    [InlineData("""[{"offset":0,"datalen":3.5,"datasha":"{0}"}]""")]
    [InlineData("""[{"offset":0,"datalen":99999999999999999999,"datasha":"{0}"}]""")]
    [InlineData("""[{"offset":0,"datalen":9223372036854775807,"datasha":"{0}"}]""")]
    [InlineData("""[{"offset":9223372036854775807,"datalen":9223372036854775807,"datasha":"{0}"}]""")]
    [InlineData("""[{"offset":-1,"datalen":3,"datasha":"{0}"}]""")]
    [InlineData("""[{"offset":0,"datalen":-3,"datasha":"{0}"}]""")]
    [InlineData("""[{"offset":0,"datalen":0,"datasha":"{0}"},{"offset":0,"datalen":3,"datasha":"{0}"}]""")]
    [InlineData("""[{"offset":0,"datalen":1,"datasha":"{0}"},{"offset":1,"datalen":2,"datasha":"{0}"}]""")]
    [InlineData("""[{"offset":0,"datalen":3,"datasha":12}]""")]
    [InlineData("""[{"offset":0,"datalen":3,"datasha":"012345"}]""")]
    [InlineData("""[{"offset":0,"datalen":3,"datasha":"{0}"},{"offset":3,"datalen":0,"datasha":"{0}"}]""")]
    public void Json_that_is_no_list_of_parts_is_refused(string json) =>
        Refused(CosCode.UploadPartsInconsistent, json.Replace("{0}", Sha, StringComparison.Ordinal), 3);

    [Fact]
    public void Order_of_members_others_and_white_space_do_not_matter()
    {
        string json = $$""" [ {"x":[{"offset":9}], "datasha":"{{Sha.ToUpperInvariant()}}" , "datalen" : 3,"offset":0, "y":null} ]  """;
        Assert.Equal(Sha, Parse(json, 3).FileSha);
    }

    private static UploadParts Parse(string json, long fileSize) => UploadParts.Parse(Encoding.UTF8.GetBytes(json), fileSize);

    private static void Refused(int code, string json, long fileSize) =>
        Assert.Equal(code, Assert.Throws<RefusedException>(() => Parse(json, fileSize)).Code);

    private static string Hex(int part) => part.ToString("x40", CultureInfo.InvariantCulture);

    private static string Json(long[] lengths, int at = -1, int shift = 0)
    {
        long offset = 0;
        var parts = new List<string>();
        for (int i = 0; i < lengths.Length; i++)
        {
            long length = lengths[i] + (i == at ? shift : 0);
            parts.Add(string.Create(
                CultureInfo.InvariantCulture, $$"""{"offset":{{offset}},"datalen":{{length}},"datasha":"{{Hex(i)}}"}"""));
            offset += lengths[i];
        }

        return "[" + string.Join(",", parts) + "]";
    }
}
