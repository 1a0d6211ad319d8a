namespace CosSlice.Campaign.Soak;

/// <summary>What all uploading processes together held at one moment.</summary>
/// <param name="ResidentBytes">Physical memory.</param>
/// <param name="HeapBytes">Managed heaps, each after its last collection.</param>
/// <param name="Handles">Open handles but those of loaded programs.</param>
/// <param name="Sockets">Open sockets.</param>
/// <param name="Threads">Threads after the last work, but those that the runtime's pool and its compiler have at times.</param>
/// <param name="ServiceBytes">Physical memory of the emulators, which is told and not judged.</param>
internal sealed record SoakSample(double ResidentBytes, double HeapBytes, double Handles, double Sockets, double Threads, double ServiceBytes);
