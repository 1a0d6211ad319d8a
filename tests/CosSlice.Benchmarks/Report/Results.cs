using CosSlice.Benchmarks.Machine;

namespace CosSlice.Benchmarks.Report;

/// <summary>All that one run of this program found, and where.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Settings">What the scenarios were run with.</param>
/// <param name="Command">The command that makes it again.</param>
/// <param name="Parts">The scenarios, in the order in which they ran.</param>
internal sealed record Results(MachineDescription Machine, Settings Settings, string Command, IReadOnlyList<Part> Parts);
