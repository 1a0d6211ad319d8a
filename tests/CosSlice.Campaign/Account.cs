namespace CosSlice.Campaign;

/// <summary>The account that the emulator has without any configuration.</summary>
internal static class Account
{
    public const string AppId = "10055004";
    public const string Bucket = "accesslog";
    public const string SecretId = "AKIDemulator";
    public const string SecretKey = "emulator";
}
