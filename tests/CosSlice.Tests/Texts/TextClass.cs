using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CosSlice.Progress;
using CosSlice.Tests.PowerShell;

namespace CosSlice.Tests.Texts;

/// <summary>A class of texts, as its resource file has them and as the assemblies give them out.</summary>
internal sealed partial class TextClass(string name, string file, ResourceManager manager)
{
    /// <summary>The languages that there are beside English.</summary>
    public static readonly string[] Languages = ["zh-Hans"];

    public string Name { get; } = name;

    /// <summary>The English texts, out of the file.</summary>
    public IReadOnlyDictionary<string, string> English { get; } = Read(file, "value");

    /// <summary>What the English file says to translators.</summary>
    public IReadOnlyDictionary<string, string> Comments { get; } = Read(file, "comment");

    /// <summary>Every class of the engine and of the cmdlets.</summary>
    public static IReadOnlyList<TextClass> All { get; } = [.. Of(typeof(CosUploader).Assembly, "CosSlice.Engine"), .. Of(typeof(ProgressMeter).Assembly, "CosSlice")];

    /// <summary>The texts of a language, out of its file.</summary>
    public IReadOnlyDictionary<string, string> In(string language) => Read(Path.ChangeExtension(file, language + ".resx"), "value");

    /// <summary>A text as a thread of a culture gets it.</summary>
    public string? Give(string key, string culture) => manager.GetString(key, CultureInfo.GetCultureInfo(culture));

    /// <summary>The texts that an assembly holds for a culture itself; nothing where it has none of its own.</summary>
    public IReadOnlyDictionary<string, string>? Held(string culture)
        => manager.GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)
            ?.Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    /// <summary>The places of a text with their formats, such as {0} and {1:0.0}, once each.</summary>
    public static string[] Places(string text) => [.. Place().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The numbers of a text's places, once each.</summary>
    public static int[] Numbers(string text)
        => [.. Place().Matches(text).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct().Order()];

    private static IEnumerable<TextClass> Of(Assembly assembly, string project)
    {
        foreach (string file in Directory.GetFiles(Repository.Path($"src/{project}/Texts"), "*.resx").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            if (!name.Contains('.'))
            {
                yield return new TextClass(name, file, new ResourceManager("CosSlice.Texts." + name, assembly));
            }
        }
    }

    private static Dictionary<string, string> Read(string file, string part)
        => XDocument.Load(file).Root!.Elements("data").Where(data => data.Element(part) is not null)
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element(part)!.Value);

    [GeneratedRegex(@"(?<!\{)\{(\d+)(?::[^{}]*)?\}(?!\})")]
    private static partial Regex Place();
}
