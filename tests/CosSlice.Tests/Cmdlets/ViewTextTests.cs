using CosSlice.Formatting;

namespace CosSlice.Tests.Cmdlets;

public class ViewTextTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1536, "1.5 KiB (1,536 bytes)")]
    [InlineData(68719476736, "64.0 GiB (68,719,476,736 bytes)")]
    public void An_exact_size_names_its_bytes(long bytes, string expected) => Assert.Equal(expected, ViewText.ExactSize(bytes));

    [Theory]
    [InlineData(0, "0.0 s")]
    [InlineData(59.94, "59.9 s")]
    [InlineData(59.95, "0m 59s")]
    [InlineData(754.2, "12m 34s")]
    [InlineData(3600, "1h 00m")]
    [InlineData(86399, "23h 59m")]
    [InlineData((4 * 86400) + (5 * 3600), "4d 05h")]
    public void A_duration_has_room_in_eight_columns(double seconds, string expected)
    {
        Assert.Equal(expected, ViewText.Duration(TimeSpan.FromSeconds(seconds)));
        Assert.InRange(expected.Length, 1, 8);
    }

    [Fact]
    public void A_time_is_local_and_says_how_far_from_utc()
    {
        DateTime time = new(2026, 11, 22, 5, 45, 26, DateTimeKind.Utc);
        Assert.Equal(time, DateTimeOffset.Parse(ViewText.LocalTime(time), System.Globalization.CultureInfo.InvariantCulture).UtcDateTime);
        Assert.Equal(ViewText.LocalTime(time), ViewText.LocalTime(time.ToLocalTime()));
        Assert.Equal(ViewText.LocalTime(time), ViewText.LocalTime(DateTime.SpecifyKind(time, DateTimeKind.Unspecified)));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("0123456789", "0123456789")]
    [InlineData("0123456789a", "…23456789a")]
    [InlineData("备份磁盘映", "备份磁盘映")]
    [InlineData("备份磁盘映像", "…磁盘映像")]
    [InlineData("aaaaaaaaa😀b", "…aaaaaa😀b")]
    public void A_long_text_keeps_its_end(string? text, string expected) => Assert.Equal(expected, ViewText.Tail(text, 10));
}
