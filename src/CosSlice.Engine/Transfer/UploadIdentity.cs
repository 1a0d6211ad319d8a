using System.Text;

namespace CosSlice.Transfer;

/// <summary>The id of a target: one target, one id, in every process and on every machine.</summary>
internal static class UploadIdentity
{
    private const int Bytes = 16;

    public static string Of(CosContext context, string key)
    {
        string place = context.Place;
        int placeLength = Encoding.UTF8.GetByteCount(place);
        byte[] name = new byte[placeLength + 1 + Encoding.UTF8.GetByteCount(key)];
        Encoding.UTF8.GetBytes(place, 0, place.Length, name, 0);
        name[placeLength] = (byte)'\n';
        Encoding.UTF8.GetBytes(key, 0, key.Length, name, placeLength + 1);
        return HexText.Of(TargetHash.Of(name), 0, Bytes);
    }
}
