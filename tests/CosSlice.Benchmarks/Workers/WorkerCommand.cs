using System.CommandLine;
using System.Text.Json;

namespace CosSlice.Benchmarks.Workers;

/// <summary>
/// The program as a child of itself: one client, one run, its sample as JSON on standard output. In a process of its own
/// a client's processor time and memory are its own.
/// </summary>
internal static class WorkerCommand
{
    public const string Name = "worker";
    public const string Engine = "engine";
    public const string RawTcp = "tcp";
    public const string Small = "small";

    public static Command Create() => new(Name) { Hidden = true, Subcommands = { CreateEngine(), CreateRawTcp(), CreateSmall() } };

    private static Command CreateEngine()
    {
        Argument<string> file = new("FILE");
        Argument<Uri> endpoint = new("ENDPOINT") { CustomParser = result => new Uri(result.Tokens[0].Value) };
        Argument<string> key = new("KEY");
        Argument<CosChecksum> checksum = new("CHECKSUM");
        Argument<int> throttle = new("THROTTLE");
        Argument<string> state = new("STATE");
        Option<long?> rate = new("--rate");
        Option<string?> warmUp = new("--warm-up");
        Command command = new(Engine) { file, endpoint, key, checksum, throttle, state, rate, warmUp };
        command.SetAction(async (arguments, cancellationToken) => Print(await EngineWork.RunAsync(
            arguments.GetRequiredValue(file),
            arguments.GetRequiredValue(endpoint),
            arguments.GetRequiredValue(key),
            arguments.GetRequiredValue(checksum),
            arguments.GetRequiredValue(throttle),
            arguments.GetRequiredValue(state),
            arguments.GetValue(rate),
            arguments.GetValue(warmUp),
            cancellationToken)));
        return command;
    }

    private static Command CreateRawTcp()
    {
        Argument<string> file = new("FILE");
        Argument<int> port = new("PORT");
        Command command = new(RawTcp) { file, port };
        command.SetAction(async (arguments, cancellationToken) => Print(await RawTcpWork.RunAsync(
            arguments.GetRequiredValue(file), arguments.GetRequiredValue(port), cancellationToken)));
        return command;
    }

    private static Command CreateSmall()
    {
        Argument<string> folder = new("FOLDER");
        Argument<Uri> endpoint = new("ENDPOINT") { CustomParser = result => new Uri(result.Tokens[0].Value) };
        Argument<string> key = new("KEY");
        Argument<string> state = new("STATE");
        Command command = new(Small) { folder, endpoint, key, state };
        command.SetAction(async (arguments, cancellationToken) => Print(await SmallFilesWork.RunAsync(
            arguments.GetRequiredValue(folder),
            arguments.GetRequiredValue(endpoint),
            arguments.GetRequiredValue(key),
            arguments.GetRequiredValue(state),
            cancellationToken)));
        return command;
    }

    private static int Print(Sample sample)
    {
        Console.WriteLine(JsonSerializer.Serialize(sample));
        return 0;
    }
}
