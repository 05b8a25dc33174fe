using System.Text;
using Artic.Venues.Text;

namespace Artic.Venues.Tests.Text;

public sealed class WireTimeTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("2021-04-17T16:43:30.244075Z", 1_618_677_810_244_075_000)]
    [InlineData("2023-02-09T20:32:50.714964855Z", 1_675_974_770_714_964_855)]
    [InlineData("2024-02-29T23:59:59.9Z", 1_709_251_199_900_000_000)]
    public void Reads_UTC_of_RFC_3339(string text, long utcNs)
    {
        Assert.True(WireTime.TryFromRfc3339(Encoding.ASCII.GetBytes(text), out long read));
        Assert.Equal(utcNs, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("2023-13-01T00:00:00Z")]
    [InlineData("2023-02-09T24:00:00Z")]
    [InlineData("2023-02-09T20:32:50")]
    [InlineData("2023-02-09 20:32:50Z")]
    [InlineData("2023-02-09T20:32:50.Z")]
    [InlineData("2023-02-09T20:32:50.1234567890Z")]
    [InlineData("2023-02-09T20:32:50+01:00")]
    [InlineData("1969-12-31T23:59:59Z")]
    public void Refuses_other_texts(string text) => Assert.False(WireTime.TryFromRfc3339(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Counts_since_1970_are_milliseconds_or_microseconds_by_their_size()
    {
        Assert.True(WireTime.TryFromCount(1_723_161_255_208, out long fromMilliseconds));
        Assert.True(WireTime.TryFromCount(1_723_161_255_208_123, out long fromMicroseconds));
        Assert.Equal((1_723_161_255_208_000_000, 1_723_161_255_208_123_000), (fromMilliseconds, fromMicroseconds));
        Assert.False(WireTime.TryFromCount(-1, out _));
        Assert.False(WireTime.TryFromCount(long.MaxValue, out _));
    }
}
