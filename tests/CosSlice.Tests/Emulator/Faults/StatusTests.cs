using System.Globalization;

namespace CosSlice.Tests.Emulator.Faults;

/// <summary>Answers of any status and code in place of the service's.</summary>
public sealed class StatusTests
{
    [Theory]
    [InlineData("\"http\":503,\"code\":-71,\"retryAfter\":7", 503, -71, "7")]
    [InlineData("\"http\":429,\"code\":-71,\"retryAfter\":\"Wed, 21 Oct 2026 07:28:00 GMT\"", 429, -71, "Wed, 21 Oct 2026 07:28:00 GMT")]
    [InlineData("\"http\":429", 429, -71, null)]
    [InlineData("\"http\":500", 500, -195, null)]
    [InlineData("\"http\":503", 503, -71, null)]
    [InlineData("\"http\":403", 403, -97, null)]
    [InlineData("\"http\":404", 404, -197, null)]
    [InlineData("\"http\":409", 409, -20034, null)]
    [InlineData("\"http\":400", 400, -5999, null)]
    [InlineData("\"http\":599", 599, -196, null)]
    [InlineData("\"code\":-4016", 409, -4016, null)]
    [InlineData("\"code\":-123456", 400, -123456, null)]
    [InlineData("\"http\":200,\"code\":-195", 200, -195, null)]
    [InlineData("\"http\":200,\"code\":0", 200, 0, null)]
    public async Task Any_status_and_code_is_answered_and_nothing_stored(string parameters, int http, int code, string? retryAfter)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync($$"""{"fault":"status","times":1,"message":"as told",{{parameters}}}""");

        Outcome answer = await emulator.ExchangeAsync("a", ("op", "upload"), ("filecontent", "content"));

        Assert.Equal((ConnectionEnd.GoesOn, http, code), (answer.End, answer.Status, answer.Code));
        Assert.Equal("as told", answer.Json.GetProperty("message").GetString());
        Assert.Equal(retryAfter, answer.Header("Retry-After"));
        Assert.NotNull(answer.Header("x-cos-request-id"));
        Assert.True(DateTimeOffset.TryParse(answer.Header("Date"), CultureInfo.InvariantCulture, out _));
        Assert.Equal(404, (int)(await emulator.Client.GetAsync("a")).Status);
    }

    [Theory]
    [InlineData(502, "html", "<html>")]
    [InlineData(200, "html", "<html>")]
    [InlineData(503, "empty", "")]
    [InlineData(204, "empty", "")]
    public async Task An_answer_may_be_no_json(int http, string body, string begin)
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync($$"""{"fault":"status","http":{{http}},"body":"{{body}}"}""");

        Outcome answer = await emulator.ExchangeAsync("a", ("op", "upload"), ("filecontent", "content"));

        Assert.Equal((ConnectionEnd.GoesOn, http), (answer.End, answer.Status));
        Assert.StartsWith(begin, answer.Body, StringComparison.Ordinal);
        Assert.Equal(begin.Length == 0, answer.Body.Length == 0);
    }

    [Fact]
    public async Task A_request_may_take_effect_and_be_refused()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.RuleAsync("""{"fault":"status","http":500,"code":-195,"stored":true}""");

        Outcome answer = await emulator.ExchangeAsync("a", ("op", "upload"), ("filecontent", "content"));

        Assert.Equal((500, -195), (answer.Status, answer.Code));
        Assert.Equal("content"u8.ToArray(), (await emulator.Client.GetAsync("a")).Body);
    }

    [Fact]
    public async Task What_never_reached_the_service_is_in_the_emulators_log_as_a_fault()
    {
        await using FaultyEmulator emulator = await FaultyEmulator.StartAsync();
        await emulator.SetAsync("""{"rules":[{"fault":"status","http":503,"times":1},{"fault":"reset","at":"after","stored":false}]}""");
        for (int i = 0; i < 2; i++)
        {
            await emulator.ExchangeAsync("folder/a", ("op", "upload_slice_data"), ("offset", 7), ("session", "s"), ("filecontent", "x"));
        }

        await TestEmulator.UntilAsync(() => emulator.Client.Host.Requests.Count == 2);
        Assert.All(emulator.Client.Host.Requests, record => Assert.Equal(("upload_slice_data", "folder/a", 7L), (record.Op, record.Key, record.Offset)));
        Assert.Equal([(503, "fault: status"), (0, "fault: reset")], emulator.Client.Host.Requests.Select(record => (record.HttpStatus, record.Message)));
    }
}
