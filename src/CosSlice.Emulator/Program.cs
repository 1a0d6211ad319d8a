using System.Runtime.InteropServices;
using CosSlice.Emulator.Hosting;

namespace CosSlice.Emulator;

/// <summary>The emulator as a program.</summary>
internal static class Program
{
    private const int UsageError = 2;

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments.Any(argument => argument is "--help" or "-h" or "-?"))
        {
            Console.WriteLine(EmulatorSettings.Usage);
            return 0;
        }

        try
        {
            EmulatorOptions options = EmulatorSettings.Read(arguments);
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void End(PosixSignalContext signal)
            {
                // Without this the process ends at once, and a temporary store stays.
                signal.Cancel = true;
                end.TrySetResult();
            }

            // Before the greeting: who has read it may ask for the end at once.
            using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
            using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
            await using EmulatorHost host = await EmulatorHost.StartAsync(options);
            Greeting.Write(Console.Out, host, options);
            await end.Task;
            return 0;
        }
        catch (EmulatorConfigurationException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return UsageError;
        }
        catch (IOException taken)
        {
            // Kestrel's own words name the address that is in use.
            await Console.Error.WriteLineAsync(taken.Message);
            return UsageError;
        }
    }
}
