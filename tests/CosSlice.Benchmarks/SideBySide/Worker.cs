using CosSlice.Benchmarks.Workers;

namespace CosSlice.Benchmarks.SideBySide;

/// <summary>Starts this program as its own child (see <see cref="WorkerCommand"/>).</summary>
internal static class Worker
{
    public static async Task<Sample> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        ChildProcess child = await ChildProcess.RunAsync(
            DotNetProgram.Of("CosSlice.Benchmarks.dll", [WorkerCommand.Name, .. arguments]), cancellationToken);
        return child.ToSample("The worker");
    }
}
