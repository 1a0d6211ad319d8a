using System.Text.Json;
using System.Text.Json.Nodes;

namespace CosSlice.Emulator.Faults;

/// <summary>Faults in the form that they are read in.</summary>
internal static class FaultJson
{
    public static JsonObject Of(FaultRule rule) => JsonSerializer.SerializeToNode(rule, FaultReader.Format)!.AsObject();

    public static JsonObject Of(RandomFaults random) => JsonSerializer.SerializeToNode(random, FaultReader.Format)!.AsObject();
}
