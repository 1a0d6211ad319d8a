using CosSlice.Campaign;
using CosSlice.Campaign.Workers;

return args is [WorkerLoop.Mark] ? await WorkerLoop.RunAsync() : await CampaignCommand.Create().Parse(args).InvokeAsync();
