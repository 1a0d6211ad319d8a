namespace CosSlice.Signatures;

/// <summary>A multi-effect signature that was made where the key is.</summary>
internal sealed class SignatureCredential : CosCredential
{
    // A request that is sent in the last seconds would arrive after them; what was sent before is let go on.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    private readonly string _value;
    private readonly string? _oneTime;
    private readonly string? _oneTimeFileId;

    private SignatureCredential(string value, SignatureText text, string source, string? oneTime = null, string? oneTimeFileId = null)
        : base(text.SecretId, source)
    {
        _value = value;
        _oneTime = oneTime;
        _oneTimeFileId = oneTimeFileId;
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
            ? throw CosErrors.InvalidSignature(SignatureTexts.IsOneTime)
            : new SignatureCredential(trimmed, text, source);
    }

    public override string MultiEffect(CosContext context, ServerClock clock)
    {
        EnsureTimeLeft(clock);
        return _value;
    }

    /// <summary>The same with a one-time signature beside it, for one request that changes the object it names.</summary>
    /// <exception cref="CosException"><c>InvalidSignature</c>: it is none, or not a one-time one.</exception>
    public SignatureCredential With(string oneTime)
    {
        string trimmed = oneTime.Trim();
        SignatureText text = SignatureText.Parse(trimmed);
        return text.IsOneTime
            ? new SignatureCredential(_value, Text, Source, trimmed, text.FileId)
            : throw CosErrors.InvalidOneTimeSignature(SignatureTexts.IsMultiEffect);
    }

    public override string OneTime(CosContext context, string objectPath, ServerClock clock)
    {
        if (_oneTime is null)
        {
            throw CosErrors.OneTimeSignatureNeeded(Uri.UnescapeDataString(objectPath));
        }

        string fileId = CosSignature.FileId(context, objectPath);
        return _oneTimeFileId == fileId
            ? _oneTime
            : throw CosErrors.InvalidOneTimeSignature(
                TextFormat.Of(SignatureTexts.OtherObject, SafeText.Of(_oneTimeFileId ?? string.Empty, 200), fileId), Uri.UnescapeDataString(objectPath));
    }

    /// <exception cref="CosException"><c>SignatureExpired</c>.</exception>
    public void EnsureTimeLeft(ServerClock clock)
    {
        if (clock.UtcNow + Margin >= Text.ExpiresAt)
        {
            throw CosErrors.SignatureExpired(Text.ExpiresAt, refusal: null);
        }
    }
}
