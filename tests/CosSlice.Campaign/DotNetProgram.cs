using System.Diagnostics;

namespace CosSlice.Campaign;

/// <summary>Programs that lie beside this one, started with the runtime that runs it.</summary>
internal static class DotNetProgram
{
    public static ProcessStartInfo Of(string assembly, params IEnumerable<string> arguments)
    {
        bool isHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        string host = isHost ? Environment.ProcessPath! : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]);
    }
}
