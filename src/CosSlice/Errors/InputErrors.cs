namespace CosSlice.Errors;

/// <summary>Errors about what a user passed that the engine never sees.</summary>
internal static class InputErrors
{
    public static CosException DuplicateKey(string path, string key)
        => new(
            "DuplicateKey",
            CosErrorKind.InvalidArgument,
            $"'{path}' would go to the key '{key}', to which this command already sends another input.",
            "Keep folders apart with -Root, or name the keys with -Key { ... }. Nothing of this file was sent.");

    public static CosException KeyOutsideRoot(string path, string root)
        => new(
            "KeyOutsideRoot",
            CosErrorKind.InvalidArgument,
            $"'{path}' lies outside the folder '{root}' that -Root names.",
            "Name a folder above all files with -Root, or leave -Root out to use the files' names.");

    public static CosException PathNotFileSystem(string path, string provider)
        => new(
            "PathNotFileSystem",
            CosErrorKind.InvalidArgument,
            $"'{path}' belongs to the provider {provider}; only files of the file system can be sent.",
            "Write the content to a file first, or check the current location with Get-Location.");

    public static CosException RootNotFound(string root)
        => new(
            "PathNotFound",
            CosErrorKind.NotFound,
            $"There is no folder '{root}', which -Root names.",
            "Check the spelling of -Root.");

    public static CosException KeyWithPrefixOrRoot(string key)
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            $"The key '{key}' was given as a whole, and -KeyPrefix or -Root besides.",
            "A key is either -Key, or made of -KeyPrefix and the path: use one of the two.");

    public static CosException ProxyCredentialAlone()
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            "-ProxyCredential was given without -Proxy.",
            "Name the proxy with -Proxy.");

    public static CosException TwoWaysToSign()
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            "-Credential and -Signature were both given.",
            "Use -Credential where the key is, and -Signature where it is not.");

    public static CosException NothingToSet()
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            "Set-CosContext was given nothing to set.",
            "Pass -Context or any part of one; -Clear forgets what was set.");

    public static CosException NoUploadOfPath(string path)
        => new(
            "UploadNotFound",
            CosErrorKind.NotFound,
            $"No unfinished upload of '{path}' is remembered on this machine by this user.",
            "Get-CosUpload lists them. Send-CosFile sends the file, and finds what the service has of it by its SHA-1.");

    public static CosException NoUploadNamed(string command)
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            $"{command} was not told which uploads.",
            $"Name them with -UploadId or -Path, or pipe them in: Get-CosUpload | {command}.");

    public static CosException OtherPlace(string contradiction)
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            $"{contradiction}.",
            "An upload goes where it was begun: leave the parameter out. To send the file to another place, use Send-CosFile.");
}
