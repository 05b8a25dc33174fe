using System.Text;
using System.Text.Json;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Edge;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Tests;

public sealed class MirrorOrderFlowTests
{
    private const long One = Instrument.UnitE8;

    private const string Snapshot =
        """{"lastUpdateId":10,"bids":[["100.00","5"],["99.00","7"]],"asks":[["101.00","4"],["102.00","6"]]}""";

    private readonly MirrorOrderFlow _flow = new(new Instrument("BTCUSDT", "BTC", "USDT"), "elsewhere");
    private readonly List<string> _published = [];
    private int _snapshotsWanted;

    public MirrorOrderFlowTests()
    {
        _flow.Published = message => _published.Add(Encoding.UTF8.GetString(message.Combined.Span));
        _flow.SnapshotWanted = () => _snapshotsWanted++;
    }

    [Fact]
    public void A_snapshot_is_wanted_with_the_first_diff_and_the_book_goes_on_from_both()
    {
        Assert.False(_flow.HasBook);
        Frame(Diff(10, 11, "[\"100.00\",\"3\"]"));
        Frame(Diff(12, 12, "[\"98.00\",\"1\"]"));
        Assert.Equal(1, _snapshotsWanted);
        _flow.TakeSnapshot(Encoding.UTF8.GetBytes(Snapshot));

        Assert.True(_flow.HasBook);
        Assert.Equal(12, _flow.Depth(9).LastUpdateId);
        Assert.Equal([(100 * One, 3 * One), (99 * One, 7 * One), (98 * One, One)], _flow.Depth(9).Bids);
        Assert.Equal(0, _flow.Refused);
    }

    [Fact]
    public void A_snapshot_older_than_the_first_diff_is_asked_for_again()
    {
        Frame(Diff(12, 13, ""));
        _flow.TakeSnapshot(Encoding.UTF8.GetBytes(Snapshot));
        Assert.False(_flow.HasBook);
        Assert.Equal(2, _snapshotsWanted);

        _flow.TakeSnapshot(Encoding.UTF8.GetBytes(Snapshot.Replace(":10,", ":11,", StringComparison.Ordinal)));
        Assert.True(_flow.HasBook);
        Assert.Equal(13, _flow.Depth(1).LastUpdateId);
    }

    [Fact]
    public void A_snapshot_that_comes_after_its_connection_was_lost_is_no_book()
    {
        Frame(Diff(9, 10, ""));
        _flow.Lost();
        _flow.TakeSnapshot(Encoding.UTF8.GetBytes(Snapshot));
        Assert.False(_flow.HasBook);

        Frame(Diff(9, 11, ""));
        Assert.Equal(2, _snapshotsWanted);
        _flow.TakeSnapshot(Encoding.UTF8.GetBytes(Snapshot));
        Assert.True(_flow.HasBook);
    }

    [Fact]
    public void A_gap_and_half_a_diff_and_a_lost_connection_cost_the_book_until_the_next_snapshot()
    {
        Action[] illnesses =
        [
            () => Frame(Diff(20, 21, "")), () => Frame(Diff(11, 11, "[\"100.00\",\"9\"],[\"x\",\"1\"]")),
            () => Frame(Diff(11, 11, "[\"1000001\",\"1\"]")), _flow.Lost,
        ];
        foreach (Action illness in illnesses)
        {
            _flow.Lost();
            Frame(Diff(9, 10, ""));
            _flow.TakeSnapshot(Encoding.UTF8.GetBytes(Snapshot));
            Assert.True(_flow.HasBook);
            int wanted = _snapshotsWanted;

            illness();
            Frame(Diff(30, 31, ""));

            Assert.False(_flow.HasBook);
            Assert.Empty(_flow.Depth(9).Bids);
            Assert.Equal((0L, 0L), _flow.Available(Side.Buy, 200 * One, One));
            Assert.Equal(wanted + 1, _snapshotsWanted);
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("[1,2]")]
    [InlineData("{}")]
    [InlineData("""{"stream":5,"data":{}}""")]
    [InlineData("""{"stream":"btcusdt@trade","data":{"e":"trade","t":99999999999999999999}}""")]
    [InlineData("""{"stream":"btcusdt@trade","data":{"e":"trade","t":1,"p":"-5","q":"1","T":1,"m":true}}""")]
    [InlineData("""{"stream":"btcusdt@trade","data":{"e":"trade","t":1,"p":"92233720368","q":"92233720368","T":1,"m":true}}""")]
    [InlineData("""{"stream":"zzzusdt@depth@100ms","data":{"e":"depthUpdate","U":1,"u":9223372036854775807,"b":[["1","1"]],"a":[]}}""")]
    [InlineData("""{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}""")]
    public void Whatever_comes_is_passed_on_as_it_is_and_costs_nothing_that_it_does_not_touch(string frame)
    {
        Frame(Diff(9, 10, ""));
        _flow.TakeSnapshot(Encoding.UTF8.GetBytes(Snapshot));
        _published.Clear();
        long price = _flow.ReferencePriceE8;

        Frame(frame);

        Assert.Equal(frame, Assert.Single(_published));
        Assert.True(_flow.HasBook);
        Assert.Equal(price, _flow.ReferencePriceE8);
        Assert.Equal(10, _flow.Depth(1).LastUpdateId);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("""{"code":-1121,"msg":"Invalid symbol."}""")]
    [InlineData("""{"lastUpdateId":10,"bids":[["100.00"]],"asks":[]}""")]
    [InlineData("""{"lastUpdateId":10,"bids":[["100.00","-1"]],"asks":[]}""")]
    public void A_snapshot_that_is_none_is_asked_for_again(string snapshot)
    {
        Frame(Diff(9, 10, ""));
        _flow.TakeSnapshot(Encoding.UTF8.GetBytes(snapshot));

        Assert.False(_flow.HasBook);
        Assert.Equal(2, _snapshotsWanted);
        _flow.TakeSnapshot(Encoding.UTF8.GetBytes(Snapshot));
        Assert.True(_flow.HasBook);
    }

    [Fact]
    public void Orders_trade_with_the_live_book_and_its_trades()
    {
        Frame(Diff(9, 10, ""));
        _flow.TakeSnapshot(Encoding.UTF8.GetBytes(Snapshot));
        VenueFixture venue = new(_flow);
        AccountOrder taker = venue.Place(Side.Buy, 102 * One, 6 * One, TimeInForce.Ioc);
        Assert.Equal((6 * One, ((4 * 101) + (2 * 102)) * One), (taker.ExecutedE8, taker.ExecutedQuoteE8));

        AccountOrder resting = venue.Place(Side.Buy, 100 * One, One);
        Frame("""{"stream":"btcusdt@trade","data":{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"100.00","q":"5","T":1,"m":true,"M":true}}""");
        Assert.Equal(0, resting.ExecutedE8);
        Frame("""{"stream":"btcusdt@trade","data":{"e":"trade","E":1,"s":"BTCUSDT","t":2,"p":"99.00","q":"0.1","T":1,"m":true,"M":true}}""");
        Assert.Equal(One, resting.ExecutedE8);
    }

    [Fact]
    public void A_definition_is_taken_from_the_venues_own_words_or_refused()
    {
        const string good = """
            {"symbols":[{"symbol":"DOGETRY","baseAsset":"DOGE","quoteAsset":"TRY","filters":[
            {"filterType":"PRICE_FILTER","minPrice":"0.0001","maxPrice":"100","tickSize":"0.0001"},
            {"filterType":"LOT_SIZE","minQty":"1","maxQty":"900000","stepSize":"1"},
            {"filterType":"NOTIONAL","minNotional":"10","maxNotional":"9000000"}]}]}
            """;
        Instrument instrument = MirrorDefinition.Parse(JsonDocument.Parse(good).RootElement, "DOGETRY");
        Assert.Equal(
            ("DOGE", "TRY", 10_000L, One, 10 * One),
            (instrument.BaseAsset, instrument.QuoteAsset, instrument.TickE8, instrument.LotE8, instrument.MinNotionalE8));
        foreach ((string from, string to) in new[] { ("DOGETRY", "OTHER"), ("LOT_SIZE", "LOTS"), ("0.0001", "x"), ("\"stepSize\":\"1\"", "\"stepSize\":\"0\"") })
        {
            Assert.Throws<InvalidDataException>(() =>
                MirrorDefinition.Parse(JsonDocument.Parse(good.Replace(from, to, StringComparison.Ordinal)).RootElement, "DOGETRY"));
        }
    }

    private static string Diff(long first, long last, string bids) =>
        $$$"""{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":{{{first}}},"u":{{{last}}},"b":[{{{bids}}}],"a":[]}}""";

    private void Frame(string json) => _flow.TakeFrame(Encoding.UTF8.GetBytes(json));
}
