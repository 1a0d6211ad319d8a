namespace CosSlice.Tests.PowerShell;

/// <summary>The Pester suite on the build for Windows PowerShell, in PowerShell 7.</summary>
public sealed class PesterOnNetStandardTests(PesterOnNetStandardTests.Suite suite) : PesterTests(suite), IClassFixture<PesterOnNetStandardTests.Suite>
{
    public sealed class Suite() : PesterSuite("netstandard2.0");
}
