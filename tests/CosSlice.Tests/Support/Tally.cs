using CosSlice.Emulator;

namespace CosSlice.Tests.Support;

/// <summary>What an emulator has answered since this was made.</summary>
internal sealed class Tally(EmulatorHost emulator)
{
    // Ops that only look.
    private static readonly string[] Questions = ["stat", "upload_slice_list"];

    private readonly int _before = emulator.Requests.Count;

    public IReadOnlyList<RequestRecord> All => [.. emulator.Requests.Skip(_before)];

    /// <summary>The ops in their order.</summary>
    public IEnumerable<string?> Ops => All.Select(request => request.Op);

    /// <summary>The ops that may have changed something; a download has none.</summary>
    public IEnumerable<string?> Changes => Ops.Where(op => op is not null && !Questions.Contains(op));

    /// <summary>Where the slices began that were stored, in order of place; twice where one was sent twice.</summary>
    public IEnumerable<long> Slices => All.Where(request => request is { DataLength: not null, Code: 0 }).Select(request => request.Offset ?? 0).Order();

    public IReadOnlyList<RequestRecord> Of(string op) => [.. All.Where(request => request.Op == op)];
}
