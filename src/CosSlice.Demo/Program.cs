using System.CommandLine;
using CosSlice;
using CosSlice.Demo;

Argument<FileInfo[]> files = new("FILE")
{
    Description = "The files to upload; without one, a file of 256 MiB of random bytes is made.",
    Arity = ArgumentArity.ZeroOrMore,
};
files.AcceptExistingOnly();

RootCommand command = new("Uploads files to an emulator of its own on this machine, and reads them back.") { files };
command.SetAction(async (arguments, cancellationToken) =>
{
    try
    {
        return await DemoRun.RunAsync(arguments.GetValue(files) ?? [], cancellationToken) ? 0 : 1;
    }
    catch (CosException failure)
    {
        await Console.Error.WriteLineAsync($"{failure.Message} {failure.RecommendedAction}");
        return 1;
    }
    catch (OperationCanceledException)
    {
        await Console.Error.WriteLineAsync("Stopped.");
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();
