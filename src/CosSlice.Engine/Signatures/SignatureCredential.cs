namespace CosSlice.Signatures;

/// <summary>A multi-effect signature that was made where the key is.</summary>
internal sealed class SignatureCredential : CosCredential
{
    // A request that is sent in the last seconds would arrive after them; what was sent before is let go on.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    private readonly string _value;

    private SignatureCredential(string value, SignatureText text, string source)
        : base(text.SecretId, source)
    {
        _value = value;
        Text = text;
    }

    /// <summary>What the signature says of itself.</summary>
    public SignatureText Text { get; }

    /// <exception cref="CosException"><c>InvalidSignature</c>: it is none, or not a multi-effect one.</exception>
    public static SignatureCredential Create(string value, string source)
    {
        string trimmed = value.Trim();
        SignatureText text = SignatureText.Parse(trimmed);
        return text.IsOneTime
            ? throw CosErrors.InvalidSignature("it is a one-time signature, which is good for a single request")
            : new SignatureCredential(trimmed, text, source);
    }

    public override string MultiEffect(CosContext context, ServerClock clock)
    {
        EnsureTimeLeft(clock);
        return _value;
    }

    public override string OneTime(CosContext context, string objectPath, ServerClock clock)
        => throw CosErrors.OneTimeSignatureNeeded(Uri.UnescapeDataString(objectPath));

    /// <exception cref="CosException"><c>SignatureExpired</c>.</exception>
    public void EnsureTimeLeft(ServerClock clock)
    {
        if (clock.UtcNow + Margin >= Text.ExpiresAt)
        {
            throw CosErrors.SignatureExpired(Text.ExpiresAt, refusal: null);
        }
    }
}
