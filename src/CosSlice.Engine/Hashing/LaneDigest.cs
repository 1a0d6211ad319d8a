using CosSlice.Hashing.Lanes;

namespace CosSlice.Hashing;

/// <summary>A digest that is computed beside those of other requests, while the bytes are on their way to the connection.</summary>
internal sealed class LaneDigest(BlockHash hash, HashLanes lanes) : RangeDigest
{
    private LaneJob? _job;

    public override void Begin(byte[] buffer, int count) => _job = hash.Begin(lanes, buffer, 0, count);

    public override Task EndAsync() => _job is null ? Task.CompletedTask : lanes.EndAsync(_job);

    public override string Finish() => HexText.Of(hash.Finish());

    // Of a request that failed nobody waits for the digest.
    public override void Dispose()
    {
        if (_job is not null)
        {
            lanes.Withdraw(_job);
        }
    }
}
