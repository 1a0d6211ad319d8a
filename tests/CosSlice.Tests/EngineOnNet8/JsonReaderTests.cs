using System.Text;
using CosSlice.Protocol;

namespace CosSlice.Tests.EngineOnNet8;

/// <summary>What the reader of .NET refuses, and that of .NET Framework takes.</summary>
public class JsonReaderTests
{
    [Theory]
    [InlineData("""{"a":01}""")]
    [InlineData("""{"a":-}""")]
    [InlineData("""{"a":1.}""")]
    [InlineData("""{"a":1e}""")]
    [InlineData("""{"a":NaN}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":[1,]}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\udc00\ud800"}""")]
    public void What_RFC_8259_does_not_have_is_refused(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        Assert.Throws<FormatException>(() => JsonObject.Parse(bytes, bytes.Length));
    }
}
