using System.Net;
using System.Text;

namespace CosSlice;

/// <summary>How uploads are done. The defaults serve an unattended run.</summary>
public sealed class TransferOptions
{
    /// <summary>Bytes in a mebibyte, the unit of the protocol's slice sizes.</summary>
    internal const int Mebibyte = 1024 * 1024;

    /// <summary>
    /// The largest file that one request may carry: 20 MiB
    /// (source: the v4 documentation of <c>op=upload</c>, cloud.tencent.com/document/product/436/6066).
    /// </summary>
    public const long SimpleUploadMaximum = 20L * Mebibyte;

    /// <summary>The largest object: 64 GiB (source: error -29105, cloud.tencent.com/document/product/436/8432).</summary>
    public const long FileMaximum = 64L * 1024 * Mebibyte;

    private const long RateMinimum = 1024;

    private const int BizAttributeMaximum = 4096;

    // Timers do not go on for ever.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    /// <summary>Requests in flight at once, over all files: 1 to 256. Default 16.</summary>
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>
    /// Bytes of content a second that are sent at most, over all files, repeats included: 1024 or more; <see langword="null"/>, the
    /// default, for as many as the line takes.
    /// </summary>
    public long? MaxBytesPerSecond { get; set; }

    /// <summary>Bytes a slice that the service is asked for; its answer decides. 524288 (not without sha), 1048576, 2097152 or 3145728.</summary>
    public long SliceSize { get; set; } = Mebibyte;

    /// <summary>Files up to this many bytes go up in one request: 0 to <see cref="SimpleUploadMaximum"/>, the default.</summary>
    public long SimpleUploadLimit { get; set; } = SimpleUploadMaximum;

    /// <summary>How content is verified. Version 1 of the API takes nothing but the default, <see cref="CosChecksum.Sha1"/>.</summary>
    public CosChecksum Checksum { get; set; } = CosChecksum.Sha1;

    /// <summary>
    /// The object's <c>biz_attr</c>, a remark of the account's own: at most 4096 bytes of UTF-8
    /// (source: errors -5947 and -46613, cloud.tencent.com/document/product/436/8432).
    /// </summary>
    public string? BizAttribute { get; set; }

    /// <summary>
    /// The folder in which unfinished uploads are remembered: an absolute path, or <see langword="null"/> for the user's own
    /// (<c>%LOCALAPPDATA%\CosSlice</c>, <c>$XDG_STATE_HOME/cosslice</c> or <c>~/.local/state/cosslice</c>, or what COSSLICE_STATE names).
    /// </summary>
    public string? StateFolder { get; set; }

    /// <summary>Whether an existing object is overwritten and an unfinished upload of unknown content is discarded.</summary>
    public bool Force { get; set; }

    /// <summary>How often one request is repeated at most: 0 or more. Default 200, so that <see cref="RetryTimeout"/> decides.</summary>
    public int MaximumRetryCount { get; set; } = 200;

    /// <summary>The first step of the exponential back-off. Default 1 second; steps double up to 60 seconds.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long repeats go on while no request of any file succeeds. Default 3600 seconds.</summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromSeconds(3600);

    /// <summary>How long connecting may take. Default 30 seconds.</summary>
    public TimeSpan ConnectionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a request may go without a byte moved in either direction. Default 60 seconds. Waiting for
    /// <see cref="MaxBytesPerSecond"/> doesn't count.
    /// </summary>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The proxy to use, or <see langword="null"/> for the system's own.</summary>
    public Uri? Proxy { get; set; }

    /// <summary>The credential for <see cref="Proxy"/>.</summary>
    public ICredentials? ProxyCredential { get; set; }

    /// <summary>Whether every proxy, the system's included, is bypassed.</summary>
    public bool NoProxy { get; set; }

    /// <summary>Whether the server's certificate is not checked. The Authorization header is a bearer token: for tests only.</summary>
    public bool SkipCertificateCheck { get; set; }

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="CosException">A value is out of its range (<c>InvalidOption</c>).</exception>
    public void Validate()
    {
        Check(ThrottleLimit is >= 1 and <= 256, TextFormat.Of(OptionTexts.ThrottleLimit, ThrottleLimit), OptionTexts.ThrottleLimitAdvice);
        Check(
            MaxBytesPerSecond is null or >= RateMinimum,
            TextFormat.Of(OptionTexts.MaxBytesPerSecond, MaxBytesPerSecond),
            TextFormat.Of(OptionTexts.MaxBytesPerSecondAdvice, RateMinimum));
        Check(
            SliceSize is Mebibyte / 2 or Mebibyte or 2 * Mebibyte or 3 * Mebibyte,
            TextFormat.Of(OptionTexts.SliceSize, SliceSize),
            OptionTexts.SliceSizeAdvice);
        Check(
            SliceSize >= Mebibyte || Checksum == CosChecksum.Sha1,
            TextFormat.Of(OptionTexts.SliceSizeOfChecksum, SliceSize),
            OptionTexts.SliceSizeOfChecksumAdvice);
        int attributeBytes = BizAttribute is null ? 0 : Encoding.UTF8.GetByteCount(BizAttribute);
        Check(
            attributeBytes <= BizAttributeMaximum,
            TextFormat.Of(OptionTexts.BizAttribute, attributeBytes),
            TextFormat.Of(OptionTexts.BizAttributeAdvice, BizAttributeMaximum));
        Check(
            SimpleUploadLimit is >= 0 and <= SimpleUploadMaximum,
            TextFormat.Of(OptionTexts.SimpleUploadLimit, SimpleUploadLimit),
            TextFormat.Of(OptionTexts.SimpleUploadLimitAdvice, SimpleUploadMaximum));
        Check(MaximumRetryCount >= 0, TextFormat.Of(OptionTexts.MaximumRetryCount, MaximumRetryCount), OptionTexts.MaximumRetryCountAdvice);
        Check(
            RetryInterval >= TimeSpan.Zero && RetryInterval <= LongestTimeout,
            TextFormat.Of(OptionTexts.RetryInterval, RetryInterval),
            OptionTexts.RetryIntervalAdvice);
        Check(RetryTimeout >= TimeSpan.Zero, OptionTexts.RetryTimeout, OptionTexts.RetryTimeoutAdvice);
        Check(
            ConnectionTimeout > TimeSpan.Zero && ConnectionTimeout <= LongestTimeout,
            TextFormat.Of(OptionTexts.ConnectionTimeout, ConnectionTimeout),
            OptionTexts.TimeoutAdvice);
        Check(
            OperationTimeout > TimeSpan.Zero && OperationTimeout <= LongestTimeout,
            TextFormat.Of(OptionTexts.OperationTimeout, OperationTimeout),
            OptionTexts.TimeoutAdvice);
        Check(
            Proxy is null || (Proxy.IsAbsoluteUri && Proxy.Scheme is "http" or "https"),
            Proxy is { IsAbsoluteUri: true } ? TextFormat.Of(OptionTexts.Proxy, SafeText.Of(Proxy)) : OptionTexts.ProxyForm,
            OptionTexts.ProxyAdvice);
        Check(!NoProxy || Proxy is null, OptionTexts.NoProxy, OptionTexts.NoProxyAdvice);
    }

    private static void Check(bool valid, string problem, string advice)
    {
        if (!valid)
        {
            throw CosErrors.InvalidOption(problem, advice);
        }
    }
}
