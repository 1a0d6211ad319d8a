namespace CosSlice.Emulator.Requests;

/// <summary>The query of a request; names are compared without case, as the service does with fields.</summary>
internal sealed class QueryValues
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public string? this[string name] => _values.GetValueOrDefault(name);

    public IEnumerable<KeyValuePair<string, string>> All => _values;

    public static QueryValues Parse(string query)
    {
        var values = new QueryValues();
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            string value = equals < 0 ? "" : pair[(equals + 1)..];
            values._values[Uri.UnescapeDataString(name)] = Uri.UnescapeDataString(value);
        }

        return values;
    }
}
