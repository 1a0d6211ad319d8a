namespace CosSlice.Tests.Support;

/// <summary>Does something to bytes that were right: once to five times changes, leaves out, doubles or puts in some.</summary>
internal sealed class Mutation(Random random)
{
    private static readonly byte[][] Nasty =
    [
        [0], [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], "\r\n"u8.ToArray(), "\u001b[2J"u8.ToArray(), "\u202e"u8.ToArray(), "-1"u8.ToArray(), "0"u8.ToArray(),
        "9223372036854775807"u8.ToArray(), "99999999999999999999"u8.ToArray(), "1e999"u8.ToArray(), "\""u8.ToArray(), "{"u8.ToArray(), "]"u8.ToArray(), ","u8.ToArray(),
        "null"u8.ToArray(), "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), "--"u8.ToArray(), "%00"u8.ToArray(), "../"u8.ToArray(), "="u8.ToArray(), "&"u8.ToArray(), ":"u8.ToArray(),
    ];

    public byte[] Of(byte[] right)
    {
        List<byte> bytes = [.. right];
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            int at = random.Next(bytes.Count + 1);
            int count = Math.Min(random.Of(1, 1, 2, 8, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes.RemoveRange(at, count);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, count));
                    break;
                case 3:
                    bytes.InsertRange(at, Nasty[random.Next(Nasty.Length)]);
                    break;
                case 4 when random.Next(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    if (at < bytes.Count)
                    {
                        bytes[at] = (byte)random.Next(256);
                    }

                    break;
            }
        }

        return [.. bytes];
    }
}
