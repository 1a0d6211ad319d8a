namespace CosSlice.Protocol;

/// <summary>Advice that several rows of the error table give: one sentence each, with a full stop.</summary>
internal static class ErrorAdvice
{
    public const string UnknownSecretId = "The service does not know this SecretId: check the user name of -Credential.";

    public const string WrongSecretKey = "The signature does not fit: check the SecretKey, the password of -Credential.";

    public const string SignatureExpired = "The signature counts as expired: check this machine's clock, or have the signature made anew.";

    public const string SignatureForm
        = "The service does not take the form of the signature: pass -Credential, or have the signature made anew.";

    public const string OtherAppId = "The app id does not belong to this SecretId: check -AppId and -Credential.";

    public const string NoSuchAppId = "There is no such app id: check -AppId.";

    public const string NoSuchObject = "There is nothing of that name: check -Key, and that the folders in it exist.";

    public const string PathTaken
        = "A folder has that name, or a file has the name of a folder in the key: use another -Key.";

    public const string Session
        = "The service no longer knows this upload under its session: send the file again, and it goes on from what the service has.";

    public const string OtherSliceSize = "Use -SliceSize 1MB, which every version of the service takes.";

    public const string OtherLength
        = "What arrived is not as long as the file was: make sure that nothing writes to it, then send it again with -Force.";

    public const string Damaged = "Content arrived damaged, or the file changed after it was read: send the file again, over another connection if this keeps happening.";

    /// <summary>The end of a sentence on requests whose form no user has chosen.</summary>
    public const string Report
        = "check that -ApiVersion and -Endpoint fit each other, and report this error to the makers of CosSlice if they do.";
}
