using System.Text;
using System.Text.Json;
using CosSlice.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine;

/// <summary>What answers and records are read with, in each build with the reader that its platform has.</summary>
public class JsonObjectTests
{
    private static readonly byte[] Sample = Encoding.UTF8.GetBytes(
        """
        { "code" : 0,"message":"好\u4e2d\ud83d\ude00\n\"","minus":-12,"text":"34","far":99999999999999999999,"half":0.5,"large":1E+2,
          "data":{"parts":[{"offset":1,"length":2},{}],"none":[],"deep":[[[{"x":null}]]],"yes":true,"no":false} }
        """);

    [Fact]
    public void Members_are_what_they_are_or_absent()
    {
        JsonObject read = Parse(Sample);

        Assert.Equal(0, read.StrictInteger("code"));
        Assert.Equal("好中😀\n\"", read.Text("message"));
        Assert.Equal(-12, read.Integer("minus"));
        Assert.Equal(34, read.Integer("text"));
        Assert.Null(read.StrictInteger("text"));
        Assert.Null(read.Text("code"));
        Assert.True(read.Has("far"));
        Assert.Null(read.Integer("far"));
        Assert.Null(read.Integer("half"));
        Assert.Null(read.Integer("large"));
        Assert.False(read.Has("Code"));
        Assert.Null(read.Object("code"));

        JsonObject data = read.Object("data")!;
        Assert.Equal(1, data.Objects("parts")![0].Integer("offset"));
        Assert.False(data.Objects("parts")![1].Has("offset"));
        Assert.Empty(data.Objects("none")!);
        Assert.Null(data.Objects("deep"));
        Assert.Null(data.Objects("yes"));
        Assert.True(data.Has("no"));
        Assert.Null(data.Integer("no"));
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", 1)]
    [InlineData("\uFEFF {\"a\":1}\r\n", 1)]
    [InlineData("""{"\u0061":"\u0031"}""", 1)]
    public void A_member_is_found(string text, long value) => Assert.Equal(value, Parse(Encoding.UTF8.GetBytes(text)).Integer("a"));

    [Theory]
    [InlineData("""{"a":+1}""")]
    [InlineData("""{,"a":1}""")]
    [InlineData("""{"a" 1}""")]
    [InlineData("""{a:1}""")]
    [InlineData("""{'a':1}""")]
    [InlineData("""{"a":tru}""")]
    [InlineData("""{"a":"\x"}""")]
    [InlineData("""{"a":"\u12g4"}""")]
    [InlineData("{\"a\":\"\t\"}")]
    [InlineData("""{"a":1}{"a":1}""")]
    [InlineData("""{"a":1]""")]
    public void What_is_not_JSON_is_refused(string text) => Assert.Throws<FormatException>(() => Parse(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(JsonBounds.Depth, true)]
    [InlineData(JsonBounds.Depth + 1, false)]
    public void Nesting_has_an_end(int depth, bool isTaken)
    {
        string text = $"{{\"a\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}";

        Assert.Equal(isTaken, Takes(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void A_damaged_text_is_refused_or_read()
        => Prop.ForAll<(int Position, byte Value)[]>(changes =>
        {
            byte[] damaged = [.. Sample];
            foreach ((int position, byte value) in changes.Take(3))
            {
                damaged[(int)((uint)position % damaged.Length)] = value;
            }

            return Takes(damaged) || !AnotherTakes(damaged);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_that_was_moved_about_is_refused_or_read()
        => Prop.ForAll<(int From, int Length, int To)>(move =>
        {
            List<byte> moved = [.. Sample];
            int from = (int)((uint)move.From % moved.Count);
            int length = (int)((uint)move.Length % (moved.Count - from));
            byte[] piece = [.. moved.Skip(from).Take(length)];
            moved.RemoveRange(from, length);
            moved.InsertRange((int)((uint)move.To % (moved.Count + 1)), piece);
            return Takes([.. moved]) || !AnotherTakes([.. moved]);
        }).QuickCheckThrowOnFailure();

    private static JsonObject Parse(byte[] text) => JsonObject.Parse(text, text.Length);

    private static bool Takes(byte[] text)
    {
        try
        {
            _ = Parse(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool AnotherTakes(byte[] text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = JsonBounds.Depth });
            return document.RootElement.ValueKind == JsonValueKind.Object && HasText(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // What is no Unicode shows when it is read.
            return false;
        }
    }

    private static bool HasText(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && HasText(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(HasText),
        JsonValueKind.String => element.GetString() is not null,
        _ => true,
    };
}
