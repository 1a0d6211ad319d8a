using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CosSlice.Campaign.Plans;
using CosSlice.Campaign.Runs;

namespace CosSlice.Campaign.Report;

/// <summary>Tells of a run that failed all that is known, and how to have it again.</summary>
internal static class FailureText
{
    private const int MostLines = 80;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Of(Settings settings, RunPlan plan, Exception failure, Diary diary, Lane lane, string folder)
    {
        StringBuilder text = new();
        text.AppendLine($"Run {plan.Number} of the campaign with seed {settings.Seed} failed.");
        text.AppendLine(failure is RunFailedException ? failure.Message : failure.ToString());
        text.AppendLine("Plan:").AppendLine(JsonSerializer.Serialize(plan, Indented));
        text.AppendLine("What happened:").AppendLine(diary.ToString());
        text.AppendLine("What the service said:");
        foreach (string line in lane.Services.SelectMany(service => service.Emulator.Log.Lines.TakeLast(MostLines)))
        {
            text.AppendLine("    " + line);
        }

        text.AppendLine($"Its folder is kept: {folder}");
        text.AppendLine($"Again: dotnet run --project tests/CosSlice.Campaign -- --seed {settings.Seed} --only {plan.Number}");
        return text.ToString();
    }
}
