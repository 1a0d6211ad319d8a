namespace CosSlice.Tests.Interop;

/// <summary>What became of a program's run.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors);
