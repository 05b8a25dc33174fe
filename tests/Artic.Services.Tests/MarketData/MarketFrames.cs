using System.Text;
using Artic.MarketData;
using Artic.V1;
using Artic.Venues.Binance;

namespace Artic.Services.Tests.MarketData;

/// <summary>Messages in the venue's shape.</summary>
internal static class MarketFrames
{
    /// <summary>An instrument on the first connection; with bars of a second, unless others are told.</summary>
    public static InstrumentFeed Feed(uint id, string symbol, params BarRule[] bars) => new(
        id, symbol, symbol, 0, new BinanceKeeper(), 0, bars is { Length: > 0 } ? bars : [new BarRule(BarKind.Time, 1_000_000_000)]);

    public static byte[] Ticker(long updateId, string bid, string bidQuantity, string ask, string askQuantity) => Wrap(
        "bookTicker",
        $"{{\"u\":{updateId},\"s\":\"BTCUSDT\",\"b\":\"{bid}\",\"B\":\"{bidQuantity}\",\"a\":\"{ask}\",\"A\":\"{askQuantity}\"}}");

    public static byte[] Trade(long id, string price, string quantity, long timeMs, bool buyerIsMaker = false) => Wrap(
        "trade",
        $"{{\"e\":\"trade\",\"E\":{timeMs},\"s\":\"BTCUSDT\",\"t\":{id},\"p\":\"{price}\",\"q\":\"{quantity}\"," +
        $"\"T\":{timeMs},\"m\":{(buyerIsMaker ? "true" : "false")},\"M\":true}}");

    public static byte[] Depth(long first, long last, string bids, string asks) => Wrap(
        "depth@100ms",
        $"{{\"e\":\"depthUpdate\",\"E\":1723161255208,\"s\":\"BTCUSDT\",\"U\":{first},\"u\":{last},\"b\":{bids},\"a\":{asks}}}");

    public static byte[] Snapshot(long updateId, string bids, string asks) =>
        Encoding.ASCII.GetBytes($"{{\"lastUpdateId\":{updateId},\"bids\":{bids},\"asks\":{asks}}}");

    public static byte[] Wrap(string stream, string data) =>
        Encoding.ASCII.GetBytes($"{{\"stream\":\"btcusdt@{stream}\",\"data\":{data}}}");

    public static byte[] ExchangeInformation() => Encoding.ASCII.GetBytes(
        "{\"symbols\":[{\"symbol\":\"BTCUSDT\",\"baseAsset\":\"BTC\",\"quoteAsset\":\"USDT\",\"filters\":[" +
        "{\"filterType\":\"PRICE_FILTER\",\"minPrice\":\"0.01\",\"maxPrice\":\"1000000.00\",\"tickSize\":\"0.01\"}," +
        "{\"filterType\":\"LOT_SIZE\",\"minQty\":\"0.00001\",\"maxQty\":\"9000.0\",\"stepSize\":\"0.00001\"}," +
        "{\"filterType\":\"NOTIONAL\",\"minNotional\":\"5.0\"}]}]}");
}
