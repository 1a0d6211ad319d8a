using System.Xml;
using System.Xml.Linq;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.PowerShell;

/// <summary>
/// The Pester suite as part of this one, a test for each file of it. A class for each build of the module, so that the two run
/// side by side.
/// </summary>
public abstract class PesterTests(PesterSuite suite)
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

            foreach (string file in PesterSuite.Files)
            {
                files.Add(file);
            }

            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Pester(string file)
    {
        (string results, string output) = await suite.EndOfAsync(file);
        Canary.AssertNotIn(output, "what the Pester suite wrote to its console");
        Assert.True(File.Exists(results), "Pester wrote no results:\n" + output);
        Canary.AssertNotIn(await File.ReadAllTextAsync(results, TestContext.Current.CancellationToken), "the Pester suite's results");
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
