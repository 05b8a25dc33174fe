using System.Text;
using System.Text.Json;
using Artic.Hosting.Options;
using Artic.MarketData.Venues;
using Artic.V1;

namespace Artic.Services.Tests.MarketData;

/// <summary>What is said to each venue, and how its definitions are read.</summary>
public sealed class VenueAdapterTests
{
    private static readonly InstrumentOptions s_bitcoin =
        new() { Id = 1, Symbol = "BTCUSD", BaseAsset = "BTC", QuoteAsset = "USD" };

    [Theory]
    [InlineData("binance", "BTCUSD", "wss://host:9443/stream?streams=btcusd@depth@100ms/btcusd@bookTicker/btcusd@trade")]
    [InlineData("kraken", "BTC/USD", "wss://host:9443/v2")]
    [InlineData("okx", "BTC-USD", "wss://host:9443/ws/v5/public")]
    [InlineData("coinbase", "BTC-USD", "wss://host:9443/")]
    public void Each_venue_has_its_name_of_an_instrument_and_its_path(string venue, string symbol, string address)
    {
        VenueAdapter adapter = VenueAdapter.Of(venue);
        Assert.Equal(symbol, adapter.SymbolOf(s_bitcoin));
        Assert.Equal(address, adapter.AddressOf("wss://host:9443/", [symbol]).ToString());
    }

    [Fact]
    public void Every_venue_of_the_configuration_has_an_adapter_whose_messages_are_json()
    {
        foreach (string venue in VenueNames.All)
        {
            VenueAdapter adapter = VenueAdapter.Of(venue);
            string[] symbols = [.. Enumerable.Range(0, adapter.SymbolsPerConnection)
                .Select(i => adapter.SymbolOf(new InstrumentOptions { Symbol = $"A{i}USD", BaseAsset = $"A{i}", QuoteAsset = "USD" }))];
            foreach (string message in adapter.Subscribe(symbols).Concat(adapter.SubscribeAgain(symbols[0])))
            {
                using JsonDocument document = JsonDocument.Parse(message);
                Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
                Assert.True(message.Length < 64 << 10, $"{venue}: {message.Length} letters");
            }

            Assert.Equal(adapter.SnapshotOf(symbols[0], 1) == null, adapter.SubscribeAgain(symbols[0]).Count > 0);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => VenueAdapter.Of("bitmex"));
    }

    [Fact]
    public void Binance_takes_few_symbols_in_the_address_and_many_by_messages_within_its_limits()
    {
        BinanceAdapter adapter = new();
        Assert.Empty(adapter.Subscribe(Symbols(64)));
        Assert.Contains("s63usdt@trade", adapter.AddressOf("wss://h", Symbols(64)).ToString(), StringComparison.Ordinal);
        Assert.Equal("wss://h/stream", adapter.AddressOf("wss://h", Symbols(65)).ToString());
        List<string> messages = adapter.Subscribe(Symbols(adapter.SymbolsPerConnection));
        string[] streams = [.. messages.SelectMany(Streams)];
        Assert.Equal(341 * 3, streams.Length);
        Assert.Equal(streams.Length, streams.Distinct().Count());
        Assert.All(messages, message => Assert.InRange(Streams(message).Length, 1, 200));
        Assert.True(adapter.ControlIntervalNs >= 200_000_000, "more than five messages a second");

        static string[] Streams(string message)
        {
            using JsonDocument document = JsonDocument.Parse(message);
            Assert.Equal("SUBSCRIBE", document.RootElement.GetProperty("method").GetString());
            return [.. document.RootElement.GetProperty("params").EnumerateArray().Select(x => x.GetString()!)];
        }
    }

    [Theory]
    [InlineData(1, 5000, 250)]
    [InlineData(10, 5000, 250)]
    [InlineData(11, 1000, 50)]
    [InlineData(50, 1000, 50)]
    [InlineData(51, 100, 5)]
    [InlineData(1000, 100, 5)]
    public void Snapshots_of_many_instruments_are_less_deep(int instruments, int levels, int weight) => Assert.Equal(
        new RestRequest($"/api/v3/depth?symbol=BTCUSDT&limit={levels}", weight), new BinanceAdapter().SnapshotOf("BTCUSDT", instruments));

    [Fact]
    public void Definitions_of_many_symbols_are_asked_for_in_parts()
    {
        List<RestRequest> requests = new BinanceAdapter().DefinitionsOf(Symbols(51));
        Assert.Equal(2, requests.Count);
        Assert.Equal("/api/v3/exchangeInfo?symbols=[%22S50USDT%22]", requests[1].Path);
        Assert.Equal(["/0/public/AssetPairs?pair=BTC%2FUSD%2CETH%2FUSD"], new KrakenAdapter().DefinitionsOf(["BTC/USD", "ETH/USD"]).ConvertAll(x => x.Path));
        Assert.Equal(["/api/v5/public/instruments?instType=SPOT&instId=BTC-USDT"], new OkxAdapter().DefinitionsOf(["BTC-USDT"]).ConvertAll(x => x.Path));
        Assert.Equal(
            ["/api/v3/brokerage/market/products?product_ids=BTC-USD&product_ids=ETH-USD"],
            new CoinbaseAdapter().DefinitionsOf(["BTC-USD", "ETH-USD"]).ConvertAll(x => x.Path));
    }

    [Fact]
    public void The_messages_are_those_of_the_venues_documents()
    {
        Assert.Equal(
            [
                """{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USD"],"depth":100,"snapshot":true}}""",
                """{"method":"subscribe","params":{"channel":"trade","symbol":["BTC/USD"],"snapshot":false}}""",
            ],
            new KrakenAdapter().Subscribe(["BTC/USD"]));
        Assert.Equal(
            [
                """{"method":"unsubscribe","params":{"channel":"book","symbol":["BTC/USD"],"depth":100}}""",
                """{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USD"],"depth":100,"snapshot":true}}""",
            ],
            new KrakenAdapter().SubscribeAgain("BTC/USD"));
        Assert.Equal(
            ["""{"op":"subscribe","args":[{"channel":"books","instId":"BTC-USDT"},{"channel":"trades","instId":"BTC-USDT"}]}"""],
            new OkxAdapter().Subscribe(["BTC-USDT"]));
        Assert.Equal(
            [
                """{"type":"subscribe","channel":"heartbeats"}""",
                """{"type":"subscribe","product_ids":["BTC-USD","ETH-USD"],"channel":"level2"}""",
                """{"type":"subscribe","product_ids":["BTC-USD","ETH-USD"],"channel":"market_trades"}""",
            ],
            new CoinbaseAdapter().Subscribe(["BTC-USD", "ETH-USD"]));
    }

    [Fact]
    public void A_definition_of_Kraken_is_found_by_the_name_of_the_stream()
    {
        const string body = """
            {"error":[],"result":{
              "XXBTZUSD.d":{"altname":"XBTUSD.d","base":"XXBT","quote":"ZUSD","pair_decimals":1,"lot_decimals":8},
              "XETHZUSD":{"wsname":"ETH/USD","pair_decimals":2,"lot_decimals":8,"ordermin":"0.01"},
              "XXBTZUSD":{"altname":"XBTUSD","wsname":"XBT/USD","base":"XXBT","quote":"ZUSD","pair_decimals":1,"lot_decimals":8,
                "ordermin":"0.00005","costmin":"0.5","tick_size":"0.1"}}}
            """;
        Instrument bitcoin = Read(new KrakenAdapter(), body, "BTC/USD")!;
        Assert.Equal(("BTC", "USD", 10_000_000, 1), (bitcoin.BaseAsset, bitcoin.QuoteAsset, bitcoin.TickSize, bitcoin.LotSize));
        Assert.Equal((5_000, 0, 50_000_000), (bitcoin.MinQuantity, bitcoin.MaxQuantity, bitcoin.MinNotional));
        Assert.Equal(1_000_000, Read(new KrakenAdapter(), body, "ETH/USD")!.TickSize);
        Assert.Null(Read(new KrakenAdapter(), body, "DOGE/USD"));
        Assert.NotNull(Read(new KrakenAdapter(), body.Replace("XBT/USD", "XDG/USD", StringComparison.Ordinal), "DOGE/USD"));
    }

    [Fact]
    public void A_definition_of_OKX_and_one_of_Coinbase()
    {
        Instrument okx = Read(
            new OkxAdapter(),
            """{"code":"0","msg":"","data":[{"instId":"BTC-USDT","baseCcy":"BTC","quoteCcy":"USDT","tickSz":"0.1","lotSz":"0.00000001","minSz":"0.00001","maxLmtSz":"9999999999"}]}""",
            "BTC-USDT")!;
        Assert.Equal((10_000_000, 1, 1_000), (okx.TickSize, okx.LotSize, okx.MinQuantity));
        Instrument coinbase = Read(
            new CoinbaseAdapter(),
            """{"products":[{"product_id":"BTC-USD","base_currency_id":"BTC","quote_currency_id":"USD","base_increment":"0.00000001","quote_increment":"0.01","price_increment":"0.01","base_min_size":"0.00000001","base_max_size":"3400","quote_min_size":"1","quote_max_size":"150000000"}],"num_products":1}""",
            "BTC-USD")!;
        Assert.Equal((1_000_000, 1, 1, 340_000_000_000, 100_000_000), (coinbase.TickSize, coinbase.LotSize, coinbase.MinQuantity, coinbase.MaxQuantity, coinbase.MinNotional));
    }

    [Theory]
    [InlineData("0.01", 8, 1_000_000)]
    [InlineData("0.00000001", 8, 1)]
    [InlineData("0.0000000100", 8, 1)]
    [InlineData("0.000000001", 9, 1)]
    [InlineData("0.0000000025", 10, 25)]
    [InlineData("0.000000000000000001", 18, 1)]
    public void The_scale_of_prices_is_the_least_from_eight_on_that_holds_the_tick(string tick, uint scale, long ticks)
    {
        string okx = $$$"""{"data":[{"instId":"SHIB-USDT","baseCcy":"SHIB","quoteCcy":"USDT","tickSz":"{{{tick}}}","lotSz":"1","maxLmtSz":"999999999999999"}]}""";
        string kraken = $$$"""{"result":{"SHIBUSD":{"wsname":"SHIB/USD","tick_size":"{{{tick}}}","lot_decimals":5,"ordermin":"1","costmin":"0.5"} } }""";
        string coinbase = $$$"""{"products":[{"product_id":"SHIB-USD","base_currency_id":"SHIB","quote_currency_id":"USD","base_increment":"1","quote_increment":"{{{tick}}}","quote_min_size":"1"}]}""";
        foreach (Instrument? coin in new[]
        {
            Read(new OkxAdapter(), okx, "SHIB-USDT"), Read(new KrakenAdapter(), kraken, "SHIB/USD"),
            Read(new CoinbaseAdapter(), coinbase, "SHIB-USD"),
        })
        {
            Assert.Equal((scale, ticks, 8u, 0), (coin!.PriceScale, coin.TickSize, coin.QuantityScale, coin.MaxQuantity));
        }
    }

    [Fact]
    public void The_places_of_a_pair_of_Kraken_are_a_tick_too_and_money_is_at_the_scale_of_prices()
    {
        const string body = """{"result":{"SHIBUSD":{"wsname":"SHIB/USD","pair_decimals":9,"lot_decimals":5,"costmin":"0.5"}}}""";
        Instrument coin = Read(new KrakenAdapter(), body, "SHIB/USD")!;
        Assert.Equal((9u, 1, 1_000, 500_000_000), (coin.PriceScale, coin.TickSize, coin.LotSize, coin.MinNotional));
    }

    [Theory]
    [InlineData("binance", """{"symbols":[{"symbol":"BTCUSD","baseAsset":"BTC","quoteAsset":"USD","filters":[]}]}""")]
    [InlineData("binance", """{"symbols":[{"symbol":"BTCUSD","baseAsset":"BTC","quoteAsset":"USD","filters":[{"filterType":"NOTIONAL"},{"filterType":"PRICE_FILTER","tickSize":"0.01"},{"filterType":"LOT_SIZE","stepSize":"1","minQty":"1","maxQty":"9"}]}]}""")]
    [InlineData("binance", """{"symbols":[{"symbol":"BTCUSD"}]}""")]
    [InlineData("kraken", """{"error":["EQuery:Unknown asset pair"]}""")]
    [InlineData("kraken", """{"result":{"X":{"wsname":"BTC/USD","pair_decimals":19,"lot_decimals":8}}}""")]
    [InlineData("kraken", """{"result":{"X":{"wsname":"BTC/USD","pair_decimals":2,"lot_decimals":9}}}""")]
    [InlineData("kraken", """{"result":{"X":{"wsname":"BTC/USD","pair_decimals":-1,"lot_decimals":8}}}""")]
    [InlineData("okx", """{"data":[{"instId":"BTC-USD","baseCcy":"BTC","quoteCcy":"USD","tickSz":"0.0000000000000000001","lotSz":"1"}]}""")]
    [InlineData("okx", """{"data":[{"instId":"BTC-USD","baseCcy":"BTC","quoteCcy":"USD","tickSz":"1e-9","lotSz":"1"}]}""")]
    [InlineData("okx", """{"data":[{"instId":"BTC-USD","baseCcy":"BTC","quoteCcy":"USD","tickSz":"0.1","lotSz":"0.000000001"}]}""")]
    [InlineData("okx", """{"data":[{"instId":"BTC-USD","baseCcy":"BTC","quoteCcy":"USD","tickSz":"0.1","lotSz":"1","maxLmtSz":"many"}]}""")]
    [InlineData("okx", """{"code":"51001","data":[]}""")]
    [InlineData("okx", """{"data":[{"instId":"BTC-USD","baseCcy":"BTC","quoteCcy":"USD","tickSz":"","lotSz":"1"}]}""")]
    [InlineData("okx", """{"data":[{"instId":"BTC-USD","baseCcy":"BTC","quoteCcy":"USD","tickSz":"0","lotSz":"1"}]}""")]
    [InlineData("coinbase", """{"products":{}}""")]
    [InlineData("coinbase", """{"products":[{"product_id":"BTC-USD","base_currency_id":null}]}""")]
    [InlineData("coinbase", "not json")]
    [InlineData("okx", "[]")]
    [InlineData("kraken", "")]
    public void A_definition_that_cannot_be_read_is_none(string venue, string body)
    {
        VenueAdapter adapter = VenueAdapter.Of(venue);
        Assert.Null(Read(adapter, body, adapter.SymbolOf(s_bitcoin)));
    }

    private static string[] Symbols(int count) => [.. Enumerable.Range(0, count).Select(i => $"S{i}USDT")];

    private static Instrument? Read(VenueAdapter adapter, string body, string symbol) =>
        adapter.ReadDefinition(Encoding.UTF8.GetBytes(body), 7, symbol);
}
