namespace CosSlice;

/// <summary>The regions that the JSON API is offered in, under both of their names.</summary>
/// <remarks>Source: v4 documentation and the upgrade guides, cloud.tencent.com/document/product/436/31354.</remarks>
public static class CosRegion
{
    /// <summary>Every region: the JSON API's name and the XML API's.</summary>
    internal static readonly (string Short, string Long)[] Known =
    [
        ("tj", "ap-beijing-1"),
        ("bj", "ap-beijing"),
        ("sh", "ap-shanghai"),
        ("gz", "ap-guangzhou"),
        ("cd", "ap-chengdu"),
        ("hk", "ap-hongkong"),
        ("sgp", "ap-singapore"),
        ("ca", "na-toronto"),
        ("ger", "eu-frankfurt"),
    ];

    /// <summary>The JSON API's own names: <c>tj</c>, <c>bj</c>, <c>sh</c> and so on.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(Known, region => region.Short);

    /// <summary>Turns either name of a region into the JSON API's own.</summary>
    /// <param name="name">A name such as <c>sh</c> or <c>ap-shanghai</c>; upper and lower case count alike.</param>
    /// <exception cref="CosException">The JSON API is not offered in that region (<c>InvalidRegion</c>).</exception>
    public static string Parse(string name)
    {
        foreach ((string shortName, string longName) in Known)
        {
            if (string.Equals(name, shortName, StringComparison.OrdinalIgnoreCase)
                || string.Equals(name, longName, StringComparison.OrdinalIgnoreCase))
            {
                return shortName;
            }
        }

        throw CosErrors.InvalidRegion(name, Names);
    }
}
