using CosSlice.Hashing.Blocks;

namespace CosSlice.Hashing;

/// <summary>MD5 (RFC 1321) that several contents can go through side by side, which the class library's cannot.</summary>
/// <param name="kernel">The work on blocks.</param>
internal sealed class Md5Core(Md5Kernel kernel)
    : BlockHash(kernel, [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476], isHighestFirst: false);
