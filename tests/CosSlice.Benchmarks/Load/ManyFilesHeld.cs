namespace CosSlice.Benchmarks.Load;

/// <summary>What a PowerShell held while it uploaded very many files.</summary>
/// <param name="Count">Files.</param>
/// <param name="FirstBytes">The working set within the first thousand: the median.</param>
/// <param name="LastBytes">The same within the last thousand.</param>
/// <param name="OpenBefore">Open handles before.</param>
/// <param name="OpenAfter">Open handles after.</param>
internal sealed record ManyFilesHeld(int Count, long FirstBytes, long LastBytes, int OpenBefore, int OpenAfter);
