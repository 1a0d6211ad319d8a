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

    private readonly TempFolder _folder = new();

    public OwnJournal() => Environment.SetEnvironmentVariable(Variable, Path.Combine(_folder.Path, "state"));

    public void Dispose() => _folder.Dispose();
}
