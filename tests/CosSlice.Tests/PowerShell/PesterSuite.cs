using System.Text;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.PowerShell;

/// <summary>
/// A run of the Pester suite on one build of the module: one PowerShell takes file after file, as one that starts anew for each
/// compiles the same code each time, which was most of what the suite cost.
/// </summary>
public abstract class PesterSuite : IAsyncLifetime
{
    private readonly string _build;
    private readonly string _results = Path.Combine(Path.GetTempPath(), $"cosslice-pester-{Guid.NewGuid():N}");
    private readonly Dictionary<string, TaskCompletionSource<string>> _ends = new(StringComparer.Ordinal);
    private readonly StringBuilder _said = new();
    private Task _run = Task.CompletedTask;

    /// <param name="build">The build that is tested.</param>
    protected PesterSuite(string build)
    {
        _build = build;
        foreach (string file in Files)
        {
            _ends[file] = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The names of its files, in their order.</summary>
    public static IEnumerable<string> Files
        => Directory.EnumerateFiles(Repository.Path("tests/CosSlice.Pester"), "*.Tests.ps1").Select(file => Path.GetFileName(file)).Order();

    /// <summary>Starts it where this machine can.</summary>
    public ValueTask InitializeAsync()
    {
        if (PowerShellHost.Missing is null)
        {
            Directory.CreateDirectory(_results);
            _run = RunAsync();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Waits for its end, and takes the results away.</summary>
    public async ValueTask DisposeAsync()
    {
        await _run;
        if (Directory.Exists(_results))
        {
            Directory.Delete(_results, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Waits until a file's tests have ended.</summary>
    /// <returns>Where the results are in NUnit's format, and what Pester said.</returns>
    /// <exception cref="InvalidOperationException">The PowerShell ended before, or hung.</exception>
    public async Task<(string Results, string Output)> EndOfAsync(string file)
    {
        string output = await _ends[file].Task;
        return (Path.Combine(_results, file + ".xml"), output);
    }

    private async Task RunAsync()
    {
        string output;
        try
        {
            output = await PowerShellHost.RunAsync(Script(), new Dictionary<string, string>
            {
                ["COSSLICE_MODULE"] = Repository.ModuleLayout,
                ["COSSLICE_EMULATOR"] = Repository.Emulator,
                ["COSSLICE_BUILD"] = _build,
            }, Heard);
        }
        catch (TimeoutException e)
        {
            output = e.Message;
        }

        foreach ((string file, TaskCompletionSource<string> end) in _ends)
        {
            end.TrySetException(new InvalidOperationException($"PowerShell ended before {file} did:\n{output}"));
        }
    }

    private void Heard(string line)
    {
        _said.AppendLine(line);
        if (line.StartsWith("Ended: ", StringComparison.Ordinal) && _ends.TryGetValue(line["Ended: ".Length..], out TaskCompletionSource<string>? end))
        {
            string said = _said.ToString();
            _said.Clear();
            try
            {
                Canary.AssertNotIn(said, $"what {line["Ended: ".Length..]} said");
                Canary.AssertNotBelow(_results);
                end.TrySetResult(said);
            }
            catch (InvalidOperationException leak)
            {
                end.TrySetException(leak);
            }
        }
    }

    private string Script() => $$"""
        $ErrorActionPreference = 'Stop'
        Import-Module Pester -MinimumVersion 5.0.0
        foreach ($file in {{string.Join(", ", Files.Select(file => $"'{file}'"))}}) {
            $configuration = New-PesterConfiguration
            $configuration.Run.Path = "{{Repository.Path("tests/CosSlice.Pester")}}/$file"
            $configuration.Output.Verbosity = 'Detailed'
            $configuration.Output.RenderMode = 'Plaintext'
            $configuration.TestResult.Enabled = $true
            $configuration.TestResult.OutputPath = "{{_results}}/$file.xml"
            try {
                Invoke-Pester -Configuration $configuration
            } catch {
                "$_"
            }

            [Console]::WriteLine("Ended: $file")
        }
        """;
}
