namespace CosSlice.Emulator.Hosting;

/// <summary>Leaves Ctrl+C and SIGTERM to the program: inside a test runner they aren't the emulator's.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
