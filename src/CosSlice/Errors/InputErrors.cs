namespace CosSlice.Errors;

/// <summary>Errors about what a user passed that the engine never sees.</summary>
internal static class InputErrors
{
    public static CosException DuplicateKey(string path, string key)
        => new(
            "DuplicateKey",
            CosErrorKind.InvalidArgument,
            TextFormat.Of(InputTexts.DuplicateKey, path, key),
            InputTexts.DuplicateKeyAdvice);

    public static CosException KeyOutsideRoot(string path, string root)
        => new(
            "KeyOutsideRoot",
            CosErrorKind.InvalidArgument,
            TextFormat.Of(InputTexts.KeyOutsideRoot, path, root),
            InputTexts.KeyOutsideRootAdvice);

    public static CosException PathNotFileSystem(string path, string provider)
        => new(
            "PathNotFileSystem",
            CosErrorKind.InvalidArgument,
            TextFormat.Of(InputTexts.PathNotFileSystem, path, provider),
            InputTexts.PathNotFileSystemAdvice);

    public static CosException PathEmpty(string? key)
        => new(
            "PathNotFound",
            CosErrorKind.NotFound,
            string.IsNullOrEmpty(key) ? InputTexts.PathEmpty : TextFormat.Of(InputTexts.PathEmptyOfKey, key),
            InputTexts.PathEmptyAdvice);

    public static CosException RootNotFound(string root)
        => new(
            "PathNotFound",
            CosErrorKind.NotFound,
            TextFormat.Of(InputTexts.RootNotFound, root),
            InputTexts.RootNotFoundAdvice);

    public static CosException KeyWithPrefixOrRoot(string key)
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            TextFormat.Of(InputTexts.KeyWithPrefixOrRoot, key),
            InputTexts.KeyWithPrefixOrRootAdvice);

    public static CosException ProxyCredentialAlone(string parameter)
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            TextFormat.Of(InputTexts.ProxyCredentialAlone, parameter),
            InputTexts.ProxyCredentialAloneAdvice);

    public static CosException TwoProxyCredentials()
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            InputTexts.TwoProxyCredentials,
            InputTexts.TwoProxyCredentialsAdvice);

    public static CosException TwoWaysToSign()
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            InputTexts.TwoWaysToSign,
            InputTexts.TwoWaysToSignAdvice);

    public static CosException NothingToSet()
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            InputTexts.NothingToSet,
            InputTexts.NothingToSetAdvice);

    public static CosException NoUploadOfPath(string path)
        => new(
            "UploadNotFound",
            CosErrorKind.NotFound,
            TextFormat.Of(InputTexts.NoUploadOfPath, path),
            InputTexts.NoUploadOfPathAdvice);

    public static CosException NoUploadNamed(string command)
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            TextFormat.Of(InputTexts.NoUploadNamed, command),
            TextFormat.Of(InputTexts.NoUploadNamedAdvice, command));

    public static CosException OtherPlace(string contradiction)
        => new(
            "InvalidOption",
            CosErrorKind.InvalidArgument,
            contradiction,
            InputTexts.OtherPlaceAdvice);
}
