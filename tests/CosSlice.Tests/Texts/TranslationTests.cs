using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using CosSlice.Progress;

namespace CosSlice.Tests.Texts;

/// <summary>Every text is there in every language, whole, and with the same values in it.</summary>
public partial class TranslationTests
{
    // Names and numbers alone, with marks between them.
    private static readonly string[] WithoutWords =
    [
        "CommandTexts.OfKey",
        "CommandTexts.OfPath",
        "ContextTexts.Place",
        "JournalTexts.EntryProblem",
        "MilestoneTexts.Sent",
        "ProgressTexts.FileShare",
        "ProgressTexts.Share",
        "ProgressTexts.With",
    ];

    public static TheoryData<string, string> Translations
        => new(TextClass.All.SelectMany(texts => TextClass.Languages.Select(language => (texts.Name, language))));

    public static TheoryData<string> Classes => new(TextClass.All.Select(texts => texts.Name));

    [Fact]
    public void There_are_texts()
    {
        Assert.True(TextClass.All.Count > 10, $"{TextClass.All.Count} classes");
        Assert.All(TextClass.All, texts => Assert.NotEmpty(texts.English));
        Assert.Equal(TextClass.All.Count, TextClass.All.Select(texts => texts.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void English_is_whole_and_its_places_are_explained(string name)
    {
        TextClass texts = Find(name);
        foreach ((string key, string text) in texts.English)
        {
            Assert.False(string.IsNullOrWhiteSpace(text), key);
            Assert.Equal(text.Trim(), text);
            int[] numbers = TextClass.Numbers(text);
            Assert.Equal(Enumerable.Range(0, numbers.Length), numbers);
            Assert.Equal(numbers, TextClass.Numbers(texts.Comments.GetValueOrDefault(key, string.Empty)));
            AssertFormats(text);
        }
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_text_is_translated_with_the_same_places(string name, string language)
    {
        TextClass texts = Find(name);
        IReadOnlyDictionary<string, string> translated = texts.In(language);

        Assert.Equal(texts.English.Keys.Order(StringComparer.Ordinal), translated.Keys.Order(StringComparer.Ordinal));
        foreach ((string key, string text) in translated)
        {
            Assert.False(string.IsNullOrWhiteSpace(text), key);
            Assert.Equal(text.Trim(), text);
            Assert.Equal(TextClass.Places(texts.English[key]), TextClass.Places(text));
            AssertFormats(text);
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void No_text_was_left_in_English(string name)
    {
        TextClass texts = Find(name);
        foreach ((string key, string text) in texts.In("zh-Hans"))
        {
            Assert.True(WithoutWords.Contains($"{name}.{key}") || Han().IsMatch(text), $"{name}.{key}: {text}");
            Assert.NotEqual(texts.English[key], text);
        }
    }

    [Fact]
    public void The_list_of_texts_without_words_is_true()
        => Assert.All(WithoutWords, text =>
        {
            string[] parts = text.Split('.');
            Assert.DoesNotMatch(Han(), Find(parts[0]).In("zh-Hans")[parts[1]]);
        });

    [Theory]
    [MemberData(nameof(Translations))]
    public void What_a_user_types_is_the_same_in_every_language(string name, string language)
    {
        TextClass texts = Find(name);
        foreach ((string key, string text) in texts.In(language))
        {
            Assert.Equal(Typed(texts.English[key]), Typed(text));
        }

        static string[] Typed(string text) => [.. TypedName().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Chinese_is_set_as_Chinese(string name)
    {
        foreach ((string key, string text) in Find(name).In("zh-Hans"))
        {
            Assert.False(HalfWidthMark().IsMatch(text), $"{name}.{key} has a half-width mark: {text}");
            Assert.False(TooClose().IsMatch(text), $"{name}.{key} lacks a space between Chinese and Latin: {text}");
            Assert.False(TooFar().IsMatch(text), $"{name}.{key} has a space beside a full-width mark: {text}");
            Assert.Equal(Find(name).English[key].EndsWith('.'), text.EndsWith('。'));
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Threads_get_the_texts_of_their_language(string name)
    {
        TextClass texts = Find(name);
        IReadOnlyDictionary<string, string> chinese = texts.In("zh-Hans");

        Assert.Equal(chinese.OrderBy(text => text.Key), texts.Held("zh-Hans")!.OrderBy(text => text.Key));
        Assert.Equal(texts.English.OrderBy(text => text.Key), texts.Held("en-US")!.OrderBy(text => text.Key));
        foreach ((string key, string text) in texts.English)
        {
            Assert.All(["zh-CN", "zh-SG", "zh-Hans"], culture => Assert.Equal(chinese[key], texts.Give(key, culture)));
            Assert.All(["", "en-US", "en-GB", "fr-FR", "zh-TW"], culture => Assert.Equal(text, texts.Give(key, culture)));
        }
    }

    [Fact]
    public void English_is_in_the_assemblies_themselves()
    {
        Assert.All([typeof(CosUploader).Assembly, typeof(ProgressMeter).Assembly], assembly =>
        {
            NeutralResourcesLanguageAttribute language = Assert.Single(
                assembly.GetCustomAttributes(typeof(NeutralResourcesLanguageAttribute), false).Cast<NeutralResourcesLanguageAttribute>());
            Assert.Equal("en-US", language.CultureName);
        });
    }

    private static TextClass Find(string name) => TextClass.All.Single(texts => texts.Name == name);

    private static void AssertFormats(string text)
    {
        int[] numbers = TextClass.Numbers(text);
        if (numbers.Length == 0)
        {
            return;
        }

        object[] values = [.. numbers.Select(number => $"<{number}>")];
        string shown = string.Format(CultureInfo.InvariantCulture, text, values);
        Assert.All(values, value => Assert.Contains((string)value, shown, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"[\u4e00-\u9fff]")]
    private static partial Regex Han();

    // Parameters, cmdlets, environment variables, codes, addresses, and the protocol's names with an underscore.
    [GeneratedRegex(@"(?<![\w-])-(?:[A-Z][A-Za-z]+|\d{4,})|\b[A-Z][a-z]+-[A-Z][A-Za-z]+|\b(?:COS|COSSLICE)_[A-Z_]+|\bupload_\w+|https?://[\w./]*|files/v\d")]
    private static partial Regex TypedName();

    [GeneratedRegex(@"[\u4e00-\u9fff][,;:!?(]|[,;:!?)][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?![A-Za-z])")]
    private static partial Regex HalfWidthMark();

    [GeneratedRegex(@"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")]
    private static partial Regex TooClose();

    [GeneratedRegex(@" [，。：；（）、]|[，。：；（）、] ")]
    private static partial Regex TooFar();
}
