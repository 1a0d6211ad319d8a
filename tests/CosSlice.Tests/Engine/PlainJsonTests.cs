using System.Text;
using System.Text.Json;
using CosSlice.Protocol;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>What is read without the platform's reader is what that one would have made of it.</summary>
public class PlainJsonTests
{
    private static readonly byte[] Sample = Encoding.UTF8.GetBytes(
        """
         { "code" : 0,"message":"SUCCESS","request_id":"NWQ0MA==","minus":-12 ,"data":{"access_url":"http://a.b/c~d","e":{},"n":{"z":10,"z":{"y":""}}}}
        """);

    private static readonly byte[] Marks = Encoding.ASCII.GetBytes("{}[]\"\"::,,\\/0019-+.eE \t\r\n\u0000\u007f?tfn");

    [Fact]
    public void An_answer_to_a_small_file_is_plain()
    {
        JsonObject? read = PlainJson.ReadObject(Sample, 0, Sample.Length);

        Assert.NotNull(read);
        Assert.Equal(0, read.StrictInteger("code"));
        Assert.Equal("SUCCESS", read.Text("message"));
        Assert.Equal(-12, read.Integer("minus"));
        Assert.Equal("http://a.b/c~d", read.Object("data")!.Text("access_url"));
        Assert.Equal(10, read.Object("data")!.Object("n")!.Integer("z"));
    }

    [Theory]
    [InlineData("""{"a":01}""")]
    [InlineData("""{"a":-}""")]
    [InlineData("""{"a":-01}""")]
    [InlineData("""{"a":1.5}""")]
    [InlineData("""{"a":1e2}""")]
    [InlineData("""{"a":1 2}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":}""")]
    [InlineData("""{"a"}""")]
    [InlineData("""{"a":"b\n"}""")]
    [InlineData("{\"a\":\"\n\"}")]
    [InlineData("{\"a\":\"\u007f\"}")]
    [InlineData("{\"a\":\"\u00e9\"}")]
    [InlineData("""{"a":[1]}""")]
    [InlineData("""{"a":{"b":{"c":{"d":{}}}}}""")]
    [InlineData("""{"a":1}}""")]
    [InlineData("""{"a":1}{""")]
    [InlineData("""{"a":1""")]
    [InlineData("""{"a""")]
    [InlineData("""{"a":"b""")]
    [InlineData("""{"a":1,""")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("")]
    public void The_rest_is_left_to_the_platforms_reader(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        Assert.Null(PlainJson.ReadObject(bytes, 0, bytes.Length));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_long_text_is_left_to_the_platforms_reader(int more, bool isTaken)
    {
        byte[] bytes = Encoding.ASCII.GetBytes("{\"a\":\"" + new string('b', (16 * 1024) - 8 + more) + "\"}");

        Assert.Equal(isTaken, PlainJson.ReadObject(bytes, 0, bytes.Length) is not null);
    }

    [Fact]
    public void Only_what_lies_inside_is_looked_at()
    {
        for (int length = 0; length < Sample.Length; length++)
        {
            Assert.Null(PlainJson.ReadObject(Sample, 0, length));
        }
    }

    [Fact]
    public void Any_JSON_is_read_alike() => Prop.ForAll(Json.Envelope.ToArbitrary(), text => IsAlike(Encoding.UTF8.GetBytes(text))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_damaged_text_is_read_alike()
        => Prop.ForAll<(int Position, int Mark)[]>(changes =>
        {
            byte[] damaged = [.. Sample];
            bool isAlike = true;
            foreach ((int position, int mark) in changes)
            {
                damaged[(int)((uint)position % damaged.Length)] = Marks[(int)((uint)mark % Marks.Length)];
                isAlike &= IsAlike(damaged);

                // Now and then from the beginning, as what is damaged much is nothing any more.
                damaged = mark % 3 == 0 ? [.. Sample] : damaged;
            }

            return isAlike;
        }).QuickCheckThrowOnFailure();

    private static bool IsAlike(byte[] text)
    {
        if (PlainJson.ReadObject(text, 0, text.Length) is not { } plain)
        {
            return true;
        }

        using JsonDocument document = JsonDocument.Parse(text);
        return IsAlike(document.RootElement, plain);
    }

    private static bool IsAlike(JsonElement other, JsonObject plain)
    {
        HashSet<string> names = [];
        return other.EnumerateObject().All(member => !names.Add(member.Name) || IsAlike(member, plain));
    }

    private static bool IsAlike(JsonProperty other, JsonObject plain)
    {
        string name = other.Name;
        bool isText = plain.Text(name) == (other.Value.ValueKind == JsonValueKind.String ? other.Value.GetString() : null);
        return other.Value.ValueKind switch
        {
            JsonValueKind.String => isText,
            JsonValueKind.Number => isText && plain.Integer(name) == (other.Value.TryGetInt64(out long value) ? value : null),
            JsonValueKind.Object => isText && plain.Object(name) is { } inner && IsAlike(other.Value, inner),
            _ => false,
        };
    }
}
