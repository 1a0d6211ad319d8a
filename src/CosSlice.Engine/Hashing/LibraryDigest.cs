using System.Security.Cryptography;

namespace CosSlice.Hashing;

/// <summary>A digest by the class library, which is done at once.</summary>
internal sealed class LibraryDigest(IncrementalHash hash) : RangeDigest
{
    public override void Begin(byte[] buffer, int count) => hash.AppendData(buffer, 0, count);

    public override Task EndAsync() => Task.CompletedTask;

    public override string Finish() => HexText.Of(hash.GetHashAndReset());

    public override void Dispose() => hash.Dispose();
}
