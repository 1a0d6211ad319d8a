namespace CosSlice.Emulator.Faults;

/// <summary>What a rule may call a request: by its op, or read for the bytes of an object.</summary>
internal static class FaultOps
{
    public const string Read = "read";
    public const string Upload = "upload";
    public const string OneOp = "upload_slice";
    public const string Init = "upload_slice_init";
    public const string Data = "upload_slice_data";
    public const string List = "upload_slice_list";
    public const string Finish = "upload_slice_finish";

    private static readonly HashSet<string> Known =
        [Read, Upload, OneOp, Init, Data, List, Finish, "stat", "list", "create", "delete", "update", "move", "copy"];

    public static bool IsKnown(string op) => Known.Contains(op);

    /// <summary>Whether an offset belongs to the op, though not to each of its requests.</summary>
    public static bool HasOffset(string? op) => op is Data or OneOp;
}
