using CosSlice.Emulator.Logging;
using CosSlice.Emulator.Storage;

namespace CosSlice.Emulator.Faults;

/// <summary>What faults are done with.</summary>
/// <param name="Options">The emulator's.</param>
/// <param name="Store">The emulator's.</param>
/// <param name="Log">The emulator's.</param>
/// <param name="Service">Works on a request as if there were no faults.</param>
/// <param name="Stopping">The emulator ends.</param>
internal sealed record FaultServices(
    EmulatorOptions Options, ObjectStore Store, RequestLog Log, RequestDelegate Service, CancellationToken Stopping);
