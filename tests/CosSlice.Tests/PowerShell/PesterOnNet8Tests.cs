namespace CosSlice.Tests.PowerShell;

/// <summary>The Pester suite on the build for PowerShell 7.</summary>
public sealed class PesterOnNet8Tests() : PesterTests("net8.0");
