using CosSlice.Http;

namespace CosSlice.Tests.Engine;

/// <summary>How much is written at once follows what the line has shown, so that no slow connection looks like a dead one.</summary>
public sealed class WritePaceTests
{
    private const int BufferSize = MultipartBody.BufferSize;

    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromSeconds(64);

    [Fact]
    public void Where_nothing_is_known_pieces_are_small() => Assert.Equal(WritePace.Piece, new WritePace().Most);

    [Theory]
    [InlineData(BufferSize, 1.9, true)]
    [InlineData(BufferSize, 2.1, false)]
    [InlineData(3 * BufferSize, 1.9, true)]
    [InlineData(BufferSize / 4, 0.4, true)]
    [InlineData(BufferSize / 4, 0.6, false)]
    public void Whole_buffers_are_written_where_they_are_gone_in_a_small_part_of_the_time_that_a_request_is_given(
        int bytes, double seconds, bool isFast)
    {
        WritePace pace = new();

        pace.Learn(bytes, BufferSize, TimeSpan.FromSeconds(seconds), GivenUpAfter);

        Assert.Equal(isFast, pace.Most >= BufferSize);
        Assert.True(pace.Most >= WritePace.Piece);
    }

    [Fact]
    public void A_request_with_little_in_it_shows_nothing()
    {
        WritePace pace = new();

        pace.Learn(WritePace.Piece - 1, BufferSize, TimeSpan.Zero, GivenUpAfter);

        Assert.Equal(WritePace.Piece, pace.Most);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_line_that_became_slow_or_failed_gets_small_pieces_again(bool hasFailed)
    {
        WritePace pace = new();
        pace.Learn(BufferSize, BufferSize, TimeSpan.FromSeconds(0.1), GivenUpAfter);
        Assert.True(pace.Most >= BufferSize);

        if (hasFailed)
        {
            pace.Forget();
        }
        else
        {
            pace.Learn(BufferSize, BufferSize, TimeSpan.FromSeconds(10), GivenUpAfter);
        }

        Assert.Equal(WritePace.Piece, pace.Most);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(256)]
    public void The_buffers_of_all_requests_in_flight_have_a_bound(int requests)
    {
        int size = MultipartBody.BufferSizeFor(requests);

        Assert.InRange(size, WritePace.Piece + 1, BufferSize);
        Assert.InRange((long)size * requests, 0, 17 * 1024 * 1024);
        Assert.Equal(requests <= 16, size == BufferSize);
    }
}
