namespace CosSlice.Campaign.Workers;

/// <summary>A worker ended before it answered.</summary>
internal sealed class WorkerDiedException(string message) : Exception(message);
