using System.Text;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Tests;

public sealed class ReplayOrderFlowTests : IDisposable
{
    private const long One = VenueFixture.One;
    private const long StepNs = 1_000_000;

    private readonly Capture _capture = Capture.Small();
    private readonly List<string> _published = [];

    public void Dispose() => _capture.Dispose();

    [Fact]
    public void A_resting_order_fills_only_after_the_quantity_ahead_of_it_has_traded()
    {
        VenueFixture venue =
            Open(_capture.Trade("100.00", "3", true).Trade("100.00", "3", true).Trade("100.00", "9", true));
        AccountOrder order = venue.Place(Side.Buy, 100 * One, 2 * One);

        venue.Flow.AdvanceTo(0, 100);
        Assert.Equal(0, order.ExecutedE8);
        venue.Flow.AdvanceTo(StepNs, 100);
        Assert.Equal(1 * One, order.ExecutedE8);
        venue.Flow.AdvanceTo(2 * StepNs, 100);
        Assert.Equal(OrderStatus.Filled, order.Status);
        Assert.All(order.Trades, t => Assert.True(t.IsMaker && t.PriceE8 == 100 * One));
    }

    [Fact]
    public void A_level_that_shrinks_takes_from_the_queue_ahead_and_one_that_grows_does_not_add()
    {
        VenueFixture venue = Open(_capture
            .Diff(11, 11, "[\"100.00\",\"2\"]", "").Diff(12, 12, "[\"100.00\",\"50\"]", "").Trade("100.00", "3", true));
        AccountOrder order = venue.Place(Side.Buy, 100 * One, 2 * One);

        venue.Flow.AdvanceTo(2 * StepNs, 100);

        Assert.Equal(1 * One, order.ExecutedE8);
    }

    [Fact]
    public void A_trade_through_the_price_fills_the_order_in_full_at_its_own_price()
    {
        VenueFixture venue = Open(_capture.Trade("99.99", "0.00001", true).Trade("101.01", "0.00001", false));
        AccountOrder buy = venue.Place(Side.Buy, 100 * One, 2 * One);
        AccountOrder sell = venue.Place(Side.Sell, 101 * One, 2 * One);

        venue.Flow.AdvanceTo(0, 100);
        Assert.Equal((OrderStatus.Filled, 200 * One), (buy.Status, buy.ExecutedQuoteE8));
        Assert.Equal(OrderStatus.New, sell.Status);
        venue.Flow.AdvanceTo(StepNs, 100);
        Assert.Equal((OrderStatus.Filled, 202 * One), (sell.Status, sell.ExecutedQuoteE8));
    }

    [Fact]
    public void Own_orders_at_one_price_share_what_traded_in_the_order_of_their_arrival()
    {
        VenueFixture venue = Open(_capture.Trade("100.00", "8", true));
        AccountOrder first = venue.Place(Side.Buy, 100 * One, 2 * One);
        AccountOrder second = venue.Place(Side.Buy, 100 * One, 2 * One);

        venue.Flow.AdvanceTo(0, 100);

        Assert.Equal((2 * One, 1 * One), (first.ExecutedE8, second.ExecutedE8));
    }

    [Fact]
    public void What_the_account_takes_is_gone_until_a_diff_touches_the_level()
    {
        VenueFixture venue = Open(_capture
            .Diff(11, 11, "", "[\"102.00\",\"6\"]").Diff(12, 12, "", "[\"101.00\",\"4\"]").Trade("50.00", "1", false));

        Assert.Equal(4 * One, venue.Place(Side.Buy, 101 * One, 9 * One, TimeInForce.Ioc).ExecutedE8);
        Assert.Equal(0, venue.Place(Side.Buy, 101 * One, 1 * One, TimeInForce.Ioc).ExecutedE8);
        venue.Flow.AdvanceTo(0, 100);
        Assert.Equal(0, venue.Place(Side.Buy, 101 * One, 1 * One, TimeInForce.Ioc).ExecutedE8);
        venue.Flow.AdvanceTo(StepNs, 100);
        Assert.Equal(1 * One, venue.Place(Side.Buy, 101 * One, 1 * One, TimeInForce.Ioc).ExecutedE8);
        Assert.Equal(4 * One, venue.Flow.Depth(1).Asks[0].QuantityE8);
    }

    [Fact]
    public void A_taker_walks_displayed_levels_and_own_orders_by_price()
    {
        VenueFixture venue = Open(_capture.Trade("50.00", "1", false));
        AccountOrder own = venue.Place(Side.Sell, 101 * One, 1 * One);
        AccountOrder inside = venue.Place(Side.Sell, (100 * One) + (One / 2), 1 * One);

        AccountOrder taker = venue.Place(Side.Buy, 102 * One, 8 * One, TimeInForce.Ioc);

        Assert.Equal(
            [((100 * One) + (One / 2), One), (101 * One, 4 * One), (101 * One, One), (102 * One, 2 * One)],
            taker.Trades.Select(t => (t.PriceE8, t.QuantityE8)));
        Assert.Equal((OrderStatus.Filled, OrderStatus.Filled), (own.Status, inside.Status));
        Assert.Equal(10 * One, venue.Btc.FreeE8 + venue.Btc.LockedE8 + venue.Btc.FeesE8 - (6 * One));
    }

    [Fact]
    public void A_canceled_order_fills_no_more()
    {
        VenueFixture venue = Open(_capture.Trade("99.00", "9", true));
        AccountOrder order = venue.Place(Side.Buy, 100 * One, 2 * One);
        venue.Orders.Cancel(order, "c");

        venue.Flow.AdvanceTo(0, 100);

        Assert.Equal((OrderStatus.Canceled, 0L), (order.Status, order.ExecutedE8));
    }

    [Fact]
    public void A_gap_in_the_capture_ends_the_replay_and_says_so()
    {
        using ReplayOrderFlow flow =
            _capture.Trade("100.00", "1", true).Diff(12, 13, "", "").Trade("100.00", "1", true).Open();
        flow.AdvanceTo(10 * StepNs, 100);

        Assert.True(flow.IsFinished);
        Assert.Contains("gap", flow.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Behind_a_gap_there_is_no_book_until_the_captures_next_snapshot_and_every_frame_still_goes_out()
    {
        using ReplayOrderFlow flow = _capture.Diff(11, 11, "[\"100.00\",\"6\"]", "")
            .Diff(14, 15, "[\"98.00\",\"1\"]", "").Diff(16, 16, "[\"97.00\",\"1\"]", "")
            .Line("{\"lastUpdateId\":15,\"bids\":[[\"96.00\",\"3\"]],\"asks\":[[\"103.00\",\"2\"]]}")
            .Diff(17, 17, "[\"95.00\",\"1\"]", "").Open();
        List<string> told = [];
        flow.Published = message => told.Add(Encoding.UTF8.GetString(message.Raw.Span));

        flow.AdvanceTo(0, 1);
        Assert.True(flow.HasBook);
        flow.AdvanceTo(2 * StepNs, 2);
        Assert.False(flow.HasBook);
        Assert.Empty(flow.Depth(9).Bids);
        Assert.Equal((0L, 0L), flow.Available(Side.Buy, long.MaxValue, One));
        flow.AdvanceTo(10 * StepNs, 100);

        Assert.Equal([(97 * One, One), (96 * One, 3 * One), (95 * One, One)], flow.Depth(9).Bids);
        Assert.Equal(17, flow.Depth(1).LastUpdateId);
        Assert.Equal(4, told.Count);
        Assert.True(flow.IsFinished);
        Assert.Null(flow.Fault);
    }

    [Fact]
    public void Lines_that_begin_with_a_number_sign_are_passed_over_but_for_whose_a_snapshot_is()
    {
        using Capture capture = Capture.Empty();
        using ReplayOrderFlow flow = capture.Raw("# 1 connection Connected").Raw("# snapshot ETHUSDT")
            .Line("{\"lastUpdateId\":5,\"bids\":[[\"1.00\",\"1\"]],\"asks\":[]}").Raw("# snapshot BTCUSDT")
            .Line("{\"lastUpdateId\":10,\"bids\":[[\"100.00\",\"5\"]],\"asks\":[]}").Raw("# 5 frame Z2FyYmFnZQ==")
            .Diff(11, 11, "", "[\"101.00\",\"4\"]").Open("BTCUSDT");
        flow.AdvanceTo(StepNs, 100);

        Assert.Equal(11, flow.Depth(1).LastUpdateId);
        Assert.Equal([(100 * One, 5 * One)], flow.Depth(1).Bids);
        Assert.Null(flow.Fault);
    }

    [Fact]
    public void Cryptofeeds_raw_capture_of_several_symbols_is_followed_with_the_snapshot_of_its_other_file()
    {
        if (Capture.FindCryptofeed() is not { } files)
        {
            return;
        }

        using ReplayOrderFlow flow = new(files.Stream, "NKNUSDT", files.Http);
        DiffFollower follower = new(flow.Depth(int.MaxValue));
        int others = 0;
        flow.Published = message =>
        {
            others += Encoding.UTF8.GetString(message.Combined.Span).Contains("\"s\":\"NKNUSDT\"", StringComparison.Ordinal) ? 0 : 1;
            if (message.Kind == StreamKind.Depth100Ms)
            {
                follower.Apply(message.Raw);
            }
        };
        flow.AdvanceTo(long.MaxValue - 1, int.MaxValue);

        Assert.True(flow.IsFinished);
        Assert.Null(flow.Fault);
        Assert.Equal(0, others);
        Assert.True(follower.Applied > 10, $"{follower.Applied}");
        follower.AssertEquals(flow.Depth(int.MaxValue));
        Assert.Equal(1_000, flow.Instrument.TickE8);
    }

    [Fact]
    public void What_a_cryptofeed_capture_lacks_is_said()
    {
        if (Capture.FindCryptofeed() is not { } files)
        {
            return;
        }

        Assert.Contains("--replay-http", Refusal(null, null), StringComparison.Ordinal);
        Assert.Contains("BLZETH, LRCBTC, NKNUSDT, RUNEEUR: name one with --symbol", Refusal(null, files.Http), StringComparison.Ordinal);
        Assert.Contains("has no depth snapshot of BTCUSDT, only of", Refusal("BTCUSDT", files.Http), StringComparison.Ordinal);

        string Refusal(string? symbol, string? http) =>
            Assert.Throws<InvalidDataException>(() => new ReplayOrderFlow(files.Stream, symbol, http)).Message;
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{\"stream\":\"btcusdt@trade\"}")]
    [InlineData("[1,2]")]
    [InlineData("{\"stream\":\"btcusdt@trade\",\"data\":{\"p\":\"1e5\"}}")]
    public void A_malformed_line_is_named(string line)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => _capture.Line(line).Open());
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_real_capture_is_contiguous_goes_out_verbatim_and_keeps_its_spacing()
    {
        if (Capture.FindReal() is not { } path)
        {
            return;
        }

        using ReplayOrderFlow flow = new(path);
        DiffFollower follower = new(flow.Depth(5_000));
        List<(long Ns, string Json)> recorded = ReadLines(path);
        int at = recorded.FindIndex(l => l.Json.Contains("\"u\":50093239219", StringComparison.Ordinal));
        long originNs = recorded[at].Ns;
        flow.Published = message =>
        {
            if (recorded[at].Json.StartsWith("{\"lastUpdateId\"", StringComparison.Ordinal))
            {
                at++;
            }

            Assert.Equal(recorded[at++].Json, Encoding.UTF8.GetString(message.Combined.Span));
            if (message.Kind == StreamKind.Depth100Ms)
            {
                follower.Apply(message.Raw);
            }
        };

        Assert.Equal(50_093_239_218, flow.Depth(1).LastUpdateId);
        Assert.Equal(0, flow.NextDueNs);
        while (!flow.IsFinished)
        {
            long dueNs = flow.NextDueNs;
            Assert.True(dueNs >= recorded[at].Ns - originNs);
            flow.AdvanceTo(dueNs, 1);
        }

        Assert.Null(flow.Fault);
        Assert.Equal(recorded.Count, at);
        Assert.Equal(3_449, follower.Applied);
        follower.AssertEquals(flow.Depth(100_000));
    }

    private static List<(long Ns, string Json)> ReadLines(string path)
    {
        using StreamReader reader = new(new System.IO.Compression.GZipStream(
            File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress));
        List<(long, string)> lines = [];
        while (reader.ReadLine() is { } line)
        {
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            lines.Add((long.Parse(line[..blank]), line[(blank + 1)..]));
        }

        return lines;
    }

    private VenueFixture Open(Capture capture)
    {
        ReplayOrderFlow flow = capture.Open();
        flow.Published = message => _published.Add(Encoding.UTF8.GetString(message.Raw.Span));
        return new VenueFixture(flow);
    }
}
