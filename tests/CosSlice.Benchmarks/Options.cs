using System.CommandLine;

namespace CosSlice.Benchmarks;

/// <summary>Makes options that refuse what would only fail later.</summary>
internal static class Options
{
    public static Option<int> Number(string name, string description, int otherwise, int minimum, int maximum)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            // What is no number at all has its own error.
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && (value < minimum || value > maximum))
            {
                result.AddError($"{name} is {value}; use {minimum} to {maximum}.");
            }
        });
        return option;
    }
}
