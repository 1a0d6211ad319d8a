using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CosSlice.Campaign.Plans;
using CosSlice.Campaign.Runs;

namespace CosSlice.Campaign.Report;

/// <summary>Tells all that is known of a run, and how to have it again.</summary>
internal static class RunText
{
    private const int MostLines = 80;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>A run that failed.</summary>
    public static string Of(Settings settings, RunPlan plan, Exception failure, Diary diary, Lane lane, string folder)
        => new StringBuilder()
            .AppendLine($"Run {plan.Number} of the campaign with seed {settings.Seed} failed.")
            .AppendLine(failure is RunFailedException ? failure.Message : failure.ToString())
            .Append(Of(plan, diary, lane))
            .AppendLine($"Its folder is kept: {folder}")
            .AppendLine($"Again: dotnet run --project tests/CosSlice.Campaign -- --seed {settings.Seed} --only {plan.Number}")
            .ToString();

    /// <summary>A run, whatever came of it.</summary>
    public static string Of(RunPlan plan, Diary diary, Lane lane)
    {
        StringBuilder text = new();
        text.AppendLine("Plan:").AppendLine(JsonSerializer.Serialize(plan, Indented));
        text.AppendLine("What happened:").AppendLine(diary.ToString());
        text.AppendLine("What the service said:");
        foreach (string line in lane.Services.SelectMany(service => service.Emulator.Log.Lines.TakeLast(MostLines)))
        {
            text.AppendLine("    " + line);
        }

        return text.ToString();
    }
}
