using CosSlice.Emulator.Storage;
using Microsoft.Win32.SafeHandles;

namespace CosSlice.Emulator.Faults;

/// <summary>Bytes that go wrong in the store, between a slice's being written and its being recorded.</summary>
internal sealed class SliceFlips(ObjectStore store)
{
    private readonly AsyncLocal<Order?> _order = new();

    /// <summary>Orders a flip in the slice that the request being worked on stores.</summary>
    /// <param name="at">The byte, counted from the slice's beginning and held to its last one; null for the one in its middle.</param>
    public Order Set(long? at) => _order.Value = new Order(at);

    /// <summary>Carries out what was ordered. Called under the key's lock, once the bytes have been written.</summary>
    public void Apply(OpenUpload upload, long offset, long length)
    {
        if (_order.Value is not { } order || store.ContentPath(upload.Name, upload.Head) is not { } path || length == 0)
        {
            return;
        }

        StoreGuard.Run(() =>
        {
            long at = offset + Math.Min(order.At ?? length / 2, length - 1);
            using SafeFileHandle file = File.OpenHandle(
                path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            byte[] one = new byte[1];
            RandomAccess.Read(file, one, at);
            one[0] ^= 0xff;
            RandomAccess.Write(file, one, at);
            order.Md5 = Md5(file, offset, length);
        });
        upload.ForgetSha(offset);
    }

    private static string Md5(SafeFileHandle file, long offset, long length)
    {
        byte[] slice = new byte[length];

        // What is missing at the file's end is zero, and was left out.
        for (int read = 0, count; (count = RandomAccess.Read(file, slice.AsSpan(read), offset + read)) > 0;)
        {
            read += count;
        }

#pragma warning disable CA5351 // The protocol's check of a slice is MD5.
        return Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(slice));
#pragma warning restore CA5351
    }

    /// <summary>One flip.</summary>
    internal sealed class Order(long? at)
    {
        public long? At { get; } = at;

        /// <summary>The MD5 of what is stored now, lower-case hex; null where nothing was flipped.</summary>
        public string? Md5 { get; set; }
    }
}
