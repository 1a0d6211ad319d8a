using System.Globalization;
using CosSlice.Protocol;
using CosSlice.Tests.Support;

namespace CosSlice.Tests.Texts;

/// <summary>The language is that of the thread that asks, on whichever thread a message is made.</summary>
public sealed class CultureTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_tasks_of_the_engine_say_is_in_the_language_of_their_caller()
    {
        (CosException failure, RecordingObserver observer) = await FailAsync("zh-CN");
        Assert.Equal("TransferInterrupted", failure.ErrorId);
        Assert.Contains("次尝试", failure.Message, StringComparison.Ordinal);
        Assert.Contains("没有丢失任何内容", failure.RecommendedAction, StringComparison.Ordinal);
        Assert.All(observer.Notes, note => Assert.Contains("次尝试将在", note, StringComparison.Ordinal));
        Assert.Contains("将重试", Assert.Single(observer.Warnings), StringComparison.Ordinal);

        (failure, observer) = await FailAsync("fr-FR");
        Assert.Equal("TransferInterrupted", failure.ErrorId);
        Assert.Contains(" gave up after ", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("Nothing is lost.", failure.RecommendedAction, StringComparison.Ordinal);
        Assert.All(observer.Notes, note => Assert.Contains(" follows in ", note, StringComparison.Ordinal));
        Assert.Contains(" It is tried again", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_codes_mean_is_told_in_the_language_of_who_asks()
    {
        ErrorEntry entry = ServiceCodes.Of(4, -71, 429);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        Assert.Contains("请求频率", entry.Advice, StringComparison.Ordinal);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-GB");
        Assert.Contains("rate of requests", entry.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_of_the_culture_and_words_of_the_language()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
            Assert.Equal("SHA-1 为 X，读取用时 1,5 秒。", TextOf());
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal("The SHA-1 is X, read in 1,5 seconds.", TextOf());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string TextOf() => CosSlice.Texts.TextFormat.Of(CosSlice.Texts.TransferTexts.Hashed, "X", 1.5);
    }

    /// <summary>A time with a Z behind it is one that everybody reads the same, also where the year is 2569.</summary>
    [Theory]
    [InlineData("th-TH")]
    [InlineData("fa-IR")]
    [InlineData("fi-FI")]
    public void Times_of_expiry_are_in_no_calendar_of_their_own(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            DateTimeOffset expiry = new(2026, 11, 22, 13, 45, 26, TimeSpan.Zero);
            CosServiceException refusal = ServiceCodes.Refusal(4, -96, 403, null, "upload", "expired");
            Assert.Contains("2026-11-22 13:45:26Z", CosErrors.SignatureExpired(expiry, refusal: null).Message, StringComparison.Ordinal);
            Assert.Contains("2026-11-22 13:45:26Z", CosErrors.SignatureExpired(expiry, refusal).Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    public void Dispose()
    {
        CultureInfo.CurrentUICulture = _before;
        _folder.Dispose();
    }

    // Against a port that nobody listens on: every message is made on the engine's own tasks.
    private async Task<(CosException Failure, RecordingObserver Observer)> FailAsync(string culture)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        RecordingObserver observer = new();
        TransferOptions options = _folder.WithState(Service.Quick());
        options.RetryInterval = TimeSpan.Zero;
        options.MaximumRetryCount = 3;
        using CosUploader uploader = new(options, observer);
        CosContext context = CosContext.Create("10055004", "accesslog", null, new Uri("http://127.0.0.1:1"), "AKIDemulator", "emulator");
        CosException failure = await Assert.ThrowsAsync<CosException>(() => uploader.Start(
            new UploadRequest(context, _folder.File(culture, 5000), ObjectKey.Create("a.bin")), TestContext.Current.CancellationToken).Completion);
        return (failure, observer);
    }
}
