using System.CommandLine;
using CosSlice.Campaign;
using CosSlice.Campaign.Workers;

// Time to end the emulators, where it is stopped.
InvocationConfiguration configuration = new() { ProcessTerminationTimeout = Bounds.Call };
return args is [WorkerLoop.Mark] ? await WorkerLoop.RunAsync() : await CampaignCommand.Create().Parse(args).InvokeAsync(configuration);
