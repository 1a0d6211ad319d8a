using System.Globalization;
using System.Text.Json;

namespace CosSlice.Tests.Interop;

/// <summary>What a client made of one step.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Code">The code of the answer's envelope, or the client's own.</param>
/// <param name="Message">The message beside it.</param>
/// <param name="Data">The answer's data; undefined where it had none.</param>
internal sealed record ClientAnswer(string Step, int Code, string? Message, JsonElement Data)
{
    public bool Has(string name) => Data.TryGetProperty(name, out _);

    public string Text(string name) => Data.GetProperty(name).GetString()!;

    public ClientAnswer AssertCode(int code)
    {
        Assert.True(Code == code, $"{Step}: {Code} {Message} in place of {code}");
        return this;
    }

    /// <summary>Checks that the step succeeded and its answer tells where the object is.</summary>
    public ClientAnswer AssertUploaded(string key)
    {
        AssertCode(0);
        Assert.EndsWith("/" + TestObject.Encode(key), Text("access_url"), StringComparison.Ordinal);
        Assert.True(Has("url"));
        return this;
    }

    /// <summary>Checks that a stat tells of a whole object that is this file.</summary>
    public void AssertIs(TestObject file)
    {
        AssertCode(0);
        AssertIs(file, Data);
    }

    /// <summary>Checks that a list names this file, as a whole object.</summary>
    public void AssertLists(TestObject file)
    {
        JsonElement entry = Assert.Single(Entries(), entry => entry.GetProperty("name").GetString() == file.Name);
        AssertIs(file, entry);
    }

    /// <summary>Checks that a stat tells of an upload that has not come to its end.</summary>
    public void AssertUnfinished(TestObject file)
    {
        AssertCode(0);
        Assert.Equal(file.Length, Number(Data.GetProperty("filesize")));
        Assert.True(Number(Data.GetProperty("filelen")) < file.Length);
    }

    /// <summary>The names in a list. files/v2 has a slash at the end of a folder's, files/v1 has none.</summary>
    public IEnumerable<string> Names() => Entries().Select(entry => entry.GetProperty("name").GetString()!.TrimEnd('/'));

    private IEnumerable<JsonElement> Entries()
    {
        AssertCode(0);
        return Data.GetProperty("infos").EnumerateArray();
    }

    private static void AssertIs(TestObject file, JsonElement properties)
    {
        Assert.Equal(file.Length, Number(properties.GetProperty("filesize")));
        Assert.Equal(file.Length, Number(properties.GetProperty("filelen")));
        Assert.Equal(file.Sha, properties.GetProperty("sha").GetString(), ignoreCase: true);
    }

    // files/v1 writes some numbers as text: cloud.tencent.com/document/product/430/6012.
    private static long Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? long.Parse(value.GetString()!, CultureInfo.InvariantCulture)
        : value.GetInt64();
}
