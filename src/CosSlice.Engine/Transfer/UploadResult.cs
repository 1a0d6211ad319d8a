namespace CosSlice.Transfer;

/// <summary>What a run returns: the object, or the upload whose last step was left open.</summary>
internal sealed class UploadResult(CosFile? file, CosUpload? upload)
{
    public CosFile? File { get; } = file;

    public CosUpload? Upload { get; } = upload;
}
