using System.Text;
using CosSlice.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CosSlice.Tests.Engine.Fuzzing;

/// <summary>Whatever a key looks like, it is refused before the first byte or names exactly one object.</summary>
public class KeyFuzzTests
{
    [Fact]
    public async Task Every_key_of_the_corpus_is_stored_as_exactly_that_object_or_refused()
    {
        await using Service service = await Service.StartAsync();
        int number = 0;
        int stored = 0;
        foreach (string key in Corpus.Texts("keys"))
        {
            string path = service.Folder.File("a.bin", 10, seed: ++number);
            Chance.Log($"{number}: {System.Text.Json.JsonSerializer.Serialize(key)}");
            CosException? refused = await Record.ExceptionAsync(() => service.UploadAsync(path, Service.Quick(force: true), key)) as CosException;

            if (refused is null)
            {
                stored++;
                await service.AssertStoredAsync(path, key);
                Assert.Equal(key, service.Emulator.Requests.Last(request => request.Op == "upload").Key);
            }
            else
            {
                Assert.Contains(refused.ErrorId, new[] { "InvalidKey", "CosServiceError", "InvalidResponse", "CosFileExists" });
            }
        }

        Assert.InRange(stored, 50, number);
    }

    [Fact]
    public void Two_keys_that_are_taken_never_share_a_request_path()
    {
        Gen<string> piece = Gen.Elements(
            "a", "A", ".", "..", "/", "\\", "%", "%2e", "%2F", "%00", "\0", "\u001b", "\u202e", "\ufeff", "\u00e9", "e\u0301", "\ud83d\ude00", "\ud83d", " ", "+", "?", "#", ":", "CON", "~");
        Gen<string> key = piece.NonEmptyListOf().Select(string.Concat);
        Prop.ForAll(key.ToArbitrary(), key.ToArbitrary(), (one, other) =>
        {
            string? left = PathOf(one);
            string? right = PathOf(other);
            return left is null || right is null || (one == other) == (left == right);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_encoding_is_undone_to_the_same_bytes_and_is_plain_ASCII()
        => Prop.ForAll<byte[]>(bytes =>
        {
            string encoded = PercentEncoding.EncodePath(bytes);
            byte[] decoded = Encoding.Latin1.GetBytes(System.Text.RegularExpressions.Regex.Replace(
                encoded, "%([0-9A-F]{2})", match => $"{(char)Convert.ToByte(match.Groups[1].Value, 16)}"));
            return decoded.AsSpan().SequenceEqual(bytes) && encoded.All(c => char.IsAsciiLetterOrDigit(c) || "-._~%/".Contains(c, StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();

    private static string? PathOf(string key)
    {
        try
        {
            ObjectKey taken = ObjectKey.Create(key);
            CosContext context = CosContext.Create("1", "b", null, new Uri("http://127.0.0.1:1/"), "id", "key");
            return Http.RequestAddress.Of(Http.CosTarget.Object(context, taken), string.Empty).AbsolutePath;
        }
        catch (CosException refused)
        {
            Assert.Equal("InvalidKey", refused.ErrorId);
            return null;
        }
    }
}
