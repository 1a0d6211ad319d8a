namespace CosSlice.Emulator;

/// <summary>An app id with its key and its buckets.</summary>
public sealed class EmulatorAccount
{
    /// <summary>The SecretKey of the account that is there without any configuration.</summary>
    public const string DefaultSecretKey = "emulator";

    /// <summary>The app id.</summary>
    public string AppId { get; set; } = "10055004";

    /// <summary>The public half of the key.</summary>
    public string SecretId { get; set; } = "AKIDemulator";

    /// <summary>The secret half of the key.</summary>
    public string SecretKey { get; set; } = DefaultSecretKey;

    /// <summary>The buckets' names.</summary>
    public IList<string> Buckets { get; set; } = [];

    /// <summary>The region in the URLs of answers, such as sh.</summary>
    public string Region { get; set; } = "sh";

    /// <summary>The account of the documents' examples: app id 10055004, bucket accesslog.</summary>
    public static EmulatorAccount Default() => new() { Buckets = ["accesslog"] };
}
