using System.Diagnostics;
using System.Text;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Interop;

/// <summary>A program of this machine that a shell would find.</summary>
internal sealed class Tool(string path)
{
    /// <summary>A program on PATH, or null where there is none of that name.</summary>
    /// <param name="name">Its name without an extension.</param>
    /// <param name="windowsExtension">The extension that it has on Windows.</param>
    public static Tool? Find(string name, string windowsExtension)
    {
        string fileName = OperatingSystem.IsWindows() ? name + windowsExtension : name;
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, fileName))
            .FirstOrDefault(File.Exists);
        return path is null ? null : new Tool(path);
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">The folder it runs in.</param>
    /// <param name="limit">How long it may take; then it and all it started are killed.</param>
    /// <param name="environment">Variables that it has besides those of the tests.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/>.</exception>
    public async Task<ToolResult> RunAsync(
        string folder, TimeSpan limit, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(path)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            await Task.WhenAll(output, errors, process.WaitForExitAsync()).WaitAsync(limit);
        }
        catch (TimeoutException hang)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{path} {string.Join(' ', start.ArgumentList)} was killed after {limit}; it wrote:\n{await output.Guarded()}{await errors.Guarded()}", hang);
        }

        return new ToolResult(process.ExitCode, await output, await errors);
    }
}
