using System.Xml;
using System.Xml.Linq;

namespace CosSlice.Tests.PowerShell;

/// <summary>
/// The Pester suite as part of this one: each file of it in a PowerShell of its own. A class for each build of the module, so that
/// the two run side by side.
/// </summary>
public abstract class PesterTests(string build)
{
    public static TheoryData<string> Files
    {
        get
        {
            TheoryData<string> files = [];
            if (PowerShellHost.Missing is { } reason)
            {
                // In the name too, as the console's list of skipped tests shows nothing else.
                files.Add(new TheoryDataRow<string>("(all)") { Skip = reason, TestDisplayName = "Pester suite: " + reason });
                return files;
            }

            foreach (string file in Directory.EnumerateFiles(Repository.Path("tests/CosSlice.Pester"), "*.Tests.ps1").Order())
            {
                files.Add(Path.GetFileName(file));
            }

            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Pester(string file)
    {
        string results = Path.Combine(Path.GetTempPath(), $"cosslice-pester-{Guid.NewGuid():N}.xml");
        try
        {
            string script = $$"""
                $ErrorActionPreference = 'Stop'
                Import-Module Pester -MinimumVersion 5.0.0
                $configuration = New-PesterConfiguration
                $configuration.Run.Path = '{{Repository.Path("tests/CosSlice.Pester")}}/{{file}}'
                $configuration.Output.Verbosity = 'Detailed'
                $configuration.Output.RenderMode = 'Plaintext'
                $configuration.TestResult.Enabled = $true
                $configuration.TestResult.OutputPath = '{{results}}'
                Invoke-Pester -Configuration $configuration
                """;
            string output = await PowerShellHost.RunAsync(script, new Dictionary<string, string>
            {
                ["COSSLICE_MODULE"] = Repository.ModuleLayout,
                ["COSSLICE_EMULATOR"] = Repository.Emulator,
                ["COSSLICE_BUILD"] = build,
            });
            AssertPassed(results, output);
        }
        finally
        {
            File.Delete(results);
        }
    }

    private static void AssertPassed(string results, string output)
    {
        Assert.True(File.Exists(results), "Pester wrote no results:\n" + output);
        XElement run = Read(results, output);
        int total = (int)run.Attribute("total")!;
        int failed = (int)run.Attribute("failures")! + (int)run.Attribute("errors")!;
        Assert.True(total > 0, "Pester found no test:\n" + output);
        Assert.True(failed == 0, $"{failed} of {total} failed:\n{output}");
        TestContext.Current.TestOutputHelper?.WriteLine(output);
    }

    private static XElement Read(string results, string output)
    {
        try
        {
            return XElement.Load(results);
        }
        catch (XmlException e)
        {
            // Pester breaks off where a failure's text holds what XML cannot, such as colours.
            throw new InvalidDataException($"Pester's results cannot be read: {e.Message}\n{output}", e);
        }
    }
}
