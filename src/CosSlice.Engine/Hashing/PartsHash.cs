using CosSlice.Hashing.Lanes;

namespace CosSlice.Hashing;

/// <summary>The SHA-1 of the whole, and its state at the end of every part on the way.</summary>
internal sealed class PartsHash : IContentHash
{
    private readonly Sha1Core _sha1 = new();
    private readonly HashLanes _lanes;
    private readonly long _length;
    private readonly long _partSize;
    private readonly byte[] _digests;
    private long _partEnd;
    private int _written;

    /// <param name="length">The file's length in bytes; more than 0.</param>
    /// <param name="partSize">Bytes a part, a multiple of 64.</param>
    /// <param name="lanes">Where files are hashed side by side.</param>
    public PartsHash(long length, long partSize, HashLanes lanes)
    {
        _lanes = lanes;
        _length = length;
        _partSize = partSize;
        _partEnd = Math.Min(partSize, length);
        _digests = new byte[checked(FileHash.CountParts(length, partSize) * Sha1Core.DigestSize)];
    }

    public async Task AppendAsync(byte[] buffer, int count)
    {
        for (int offset = 0; offset < count;)
        {
            int piece = (int)Math.Min(count - offset, _partEnd - _sha1.Count);
            await _sha1.AppendAsync(_lanes, buffer, offset, piece).ConfigureAwait(false);
            offset += piece;
            if (_sha1.Count == _partEnd && _partEnd < _length)
            {
                _sha1.CopyState(_digests, _written);
                _written += Sha1Core.DigestSize;
                _partEnd = Math.Min(_partEnd + _partSize, _length);
            }
        }
    }

    public byte[] Finish()
    {
        _sha1.Finish().CopyTo(_digests, _written);
        return _digests;
    }

    public void Dispose()
    {
    }
}
