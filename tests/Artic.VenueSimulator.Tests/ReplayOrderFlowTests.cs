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
