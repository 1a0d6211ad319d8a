namespace CosSlice.Tests.PowerShell;

/// <summary>The Pester suite on the build for PowerShell 7.</summary>
public sealed class PesterOnNet8Tests(PesterOnNet8Tests.Suite suite) : PesterTests(suite), IClassFixture<PesterOnNet8Tests.Suite>
{
    public sealed class Suite() : PesterSuite("net8.0");
}
