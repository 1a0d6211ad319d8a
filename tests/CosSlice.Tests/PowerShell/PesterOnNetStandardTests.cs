namespace CosSlice.Tests.PowerShell;

/// <summary>The Pester suite on the build for Windows PowerShell, in PowerShell 7.</summary>
public sealed class PesterOnNetStandardTests() : PesterTests("netstandard2.0");
