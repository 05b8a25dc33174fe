using Artic.ExecutionEngine;
using Artic.Streams.Log;
using Artic.Messaging.Records;
using Artic.V1;

namespace Artic.Services.Tests.Execution;

public sealed class VenueClockTests
{
    private const long Ms = 1_000_000;
    private const long Second = 1000 * Ms;
    private const long Utc = 1_700_000_000 * Second;

    [Fact]
    public void The_offset_is_taken_at_the_middle_of_the_round_trip_and_half_of_it_is_the_error()
    {
        VenueClock clock = new();
        Assert.True(clock.Tick(Utc, 100 * Second, isReady: true));
        clock.Sent(100 * Second, failed: false);

        // Sent at 0, received at 80 ms: the venue's clock stood at 240.0 to 241.0 ms when ours stood at 40.
        Assert.True(clock.Answered(Utc + (240 * Ms), (100 * Second) + (80 * Ms)));
        Assert.Equal((200 * Ms) + 500_000, clock.Offset.OffsetNs);
        Assert.Equal((40 * Ms) + 500_000, clock.Offset.ErrorNs);
    }

    [Theory]
    [InlineData(240, 0)]
    [InlineData(39, 41)]
    [InlineData(-500, 580)]
    [InlineData(-919, 999)]
    [InlineData(-920, 1000)]
    [InlineData(-90_000, 1000)]
    public void How_far_it_may_be_behind_is_the_worst_of_offset_and_error_and_never_above_what_the_venue_bears(long venueMs, long behindMs)
    {
        VenueClock clock = new();
        Assert.Equal(Second, clock.BehindNs);
        _ = clock.Tick(Utc, 100 * Second, isReady: true);
        clock.Sent(100 * Second, failed: false);
        Assert.True(clock.Answered(Utc + (venueMs * Ms), (100 * Second) + (80 * Ms)));
        Assert.Equal(behindMs * Ms, clock.BehindNs);
    }

    [Fact]
    public void It_asks_each_ten_seconds_and_at_once_after_another_connection()
    {
        VenueClock clock = new();
        Assert.False(clock.Tick(Utc, 5 * Second, isReady: false));
        Assert.True(clock.Tick(Utc, 6 * Second, isReady: true));
        Assert.False(clock.Tick(Utc, (16 * Second) - 1, isReady: true));
        Assert.True(clock.Tick(Utc, 16 * Second, isReady: true));
        clock.Disconnect();
        Assert.True(clock.Tick(Utc, 17 * Second, isReady: true));
    }

    [Fact]
    public void What_was_not_asked_or_not_sent_or_comes_too_late_says_nothing()
    {
        VenueClock clock = new();
        Assert.False(clock.Answered(Utc, Second));
        _ = clock.Tick(Utc, Second, isReady: true);
        clock.Sent(Second, failed: true);
        Assert.False(clock.Answered(Utc, Second));
        clock.Sent(Second, failed: false);
        Assert.False(clock.Answered(Utc, 7 * Second));
        clock.Sent(Second, failed: false);
        Assert.False(clock.Answered(0, Second));
        clock.Sent(Second, failed: false);
        clock.Disconnect();
        Assert.False(clock.Answered(Utc, Second));
        Assert.Equal(0, clock.Offset.ErrorNs);
    }

    [Fact]
    public void The_engine_asks_once_it_is_ready_and_puts_the_answer_on_record()
    {
        using EngineFixture engine = new EngineFixture().Ready();
        engine.Pass(10);
        Assert.Contains((RequestKind.Time, 0ul), engine.Sent);
        engine.Wire(RecordType.RequestSent, new RequestSent { Kind = RequestKind.Time });
        engine.Answer("w:time", 200, "{\"serverTime\":1510}");
        ClockOffset offset = Assert.Single(engine.Run.All<ClockOffset>(StreamId.Execution, RecordType.ClockOffset));

        // The fixture's clocks are the same and stand at 1,010 ms; nothing passes between request and answer.
        Assert.Equal((500 * Ms) + 500_000, offset.OffsetNs);
        Assert.Equal(500_000, offset.ErrorNs);
        engine.Answer("w:time", 200, "{\"serverTime\":9999}");
        engine.Refuse("w:time", 400, -1000);
        _ = Assert.Single(engine.Run.All<ClockOffset>(StreamId.Execution, RecordType.ClockOffset));
        _ = engine.Rebuild();
    }
}
