using CosSlice.Tests.Support;

[assembly: AssemblyFixture(typeof(OwnJournal))]

namespace CosSlice.Tests.Support;

/// <summary>
/// Keeps every test, and every process that a test starts, from the journal of whoever runs the tests: what names no state
/// folder of its own gets one that goes away with the run.
/// </summary>
public sealed class OwnJournal : IDisposable
{
    private const string Variable = "COSSLICE_STATE";

    private readonly TempFolder? _folder;

    public OwnJournal()
    {
        // A child of a test was given one.
        if (Environment.GetEnvironmentVariable(IsChild) is null)
        {
            _folder = new TempFolder();
            Environment.SetEnvironmentVariable(Variable, Path.Combine(_folder.Path, "state"));
        }
    }

    /// <summary>The environment variable that tells these tests' program that another test has started it.</summary>
    internal static string IsChild => "COSSLICE_TESTS_CHILD";

    public void Dispose() => _folder?.Dispose();
}
