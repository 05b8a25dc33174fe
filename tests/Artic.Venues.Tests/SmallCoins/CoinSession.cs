using System.Globalization;
using System.Text;
using Artic.Venues.Tests.Support;

namespace Artic.Venues.Tests.SmallCoins;

/// <summary>
/// A venue's messages about a coin whose tick has more than eight decimals, made at random in the venue's own shape and with its
/// checksum over the very texts, beside the book that they lead to. Levels of the first book may all be round, so that a later
/// message is the first one that needs the tick's decimals.
/// </summary>
internal sealed class CoinSession
{
    /// <summary>Levels a side to which Kraken's book is cut.</summary>
    public const int KrakenDepth = 25;

    private readonly Seeded _random;
    private readonly Venue _venue;
    private readonly int _decimals;
    private readonly long _middleTicks;
    private readonly bool _beginsRound;
    private long _updateId;

    public CoinSession(Venue venue, ulong seed)
    {
        _random = new Seeded(seed);
        _venue = venue;
        _decimals = 9 + _random.Next(6);
        _middleTicks = 100_000 + _random.Next(900_000_000);
        _beginsRound = _random.Next(2) == 0;
    }

    public ModelBook Model { get; } = new();

    public string Symbol => _venue switch
    {
        Venue.Binance => "SHIBUSDT",
        Venue.Kraken => "SHIB/USD",
        _ => "SHIB-USDT",
    };

    /// <summary>A subscription of Kraken says how deep the book is; of other venues nothing.</summary>
    public string Subscribed =>
        $$$"""{"method":"subscribe","result":{"channel":"book","depth":{{{KrakenDepth}}},"snapshot":true,"symbol":"SHIB/USD"},"success":true}""";

    /// <summary>A whole book.</summary>
    public byte[] Snapshot()
    {
        Model.Clear();
        (string, string)[] bids = [.. Enumerable.Range(0, 30).Select(_ => Level(isBid: true, _beginsRound, canGo: false)).DistinctBy(level => level.Price)];
        (string, string)[] asks = [.. Enumerable.Range(0, 30).Select(_ => Level(isBid: false, _beginsRound, canGo: false)).DistinctBy(level => level.Price)];
        Set(bids, asks);
        _updateId += 1 + _random.Next(5);
        return Message(isSnapshot: true, _updateId - 1, bids, asks);
    }

    /// <summary>A change of a few levels.</summary>
    public byte[] Update()
    {
        (string, string)[] bids = [.. Enumerable.Range(0, _random.Next(5)).Select(_ => Change(isBid: true))];
        (string, string)[] asks = [.. Enumerable.Range(0, _random.Next(5)).Select(_ => Change(isBid: false))];
        Set(bids, asks);
        long before = _updateId;
        _updateId += 1 + _random.Next(3);
        return Message(isSnapshot: false, before, bids, asks);
    }

    private void Set((string Price, string Quantity)[] bids, (string Price, string Quantity)[] asks)
    {
        foreach ((string price, string quantity) in bids)
        {
            Model.Set(isBid: true, price, quantity);
        }

        foreach ((string price, string quantity) in asks)
        {
            Model.Set(isBid: false, price, quantity);
        }

        if (_venue == Venue.Kraken)
        {
            Model.Truncate(KrakenDepth);
        }
    }

    /// <summary>One that is there goes or has another quantity, or a new one comes.</summary>
    private (string Price, string Quantity) Change(bool isBid)
    {
        string[] there = [.. (isBid ? Model.Bids : Model.Asks).Select(level => level.Price)];
        return there.Length > 3 && _random.Next(2) == 0
            ? (there[_random.Next(there.Length)], Quantity(canGo: there.Length > 10))
            : Level(isBid, isRound: false, canGo: false);
    }

    private (string Price, string Quantity) Level(bool isBid, bool isRound, bool canGo)
    {
        long away = 1 + _random.Next(80_000);
        decimal price = new decimal(isBid ? _middleTicks - away : _middleTicks + away) / Power(_decimals);
        price = !isRound ? price : isBid ? decimal.Floor(price * Power(8)) / Power(8) : decimal.Ceiling(price * Power(8)) / Power(8);
        return (Text(Math.Max(price, 1 / Power(isRound ? 8 : _decimals)), _decimals), Quantity(canGo));
    }

    private string Quantity(bool canGo) =>
        Text(canGo && _random.Next(3) == 0 ? 0 : (1 + _random.Next(1_000_000_000)) / Power(_random.Next(9)), 8);

    /// <summary>Kraken and Binance print every place of the tick; OKX and Coinbase leave out zeros at the end.</summary>
    private string Text(decimal number, int decimals)
    {
        string text = number.ToString("F" + decimals, CultureInfo.InvariantCulture);
        return _venue is Venue.Kraken or Venue.Binance ? text : text.TrimEnd('0').TrimEnd('.');
    }

    private static decimal Power(int exponent) => (decimal)Math.Pow(10, exponent);

    private byte[] Message(bool isSnapshot, long before, (string, string)[] bids, (string, string)[] asks) => Encoding.ASCII.GetBytes(_venue switch
    {
        Venue.Okx =>
            $"{{\"arg\":{{\"channel\":\"books\",\"instId\":\"{Symbol}\"}},\"action\":\"{(isSnapshot ? "snapshot" : "update")}\",\"data\":[{{" +
            $"\"asks\":[{Arrays(asks, ",\"0\",\"1\"")}],\"bids\":[{Arrays(bids, ",\"0\",\"1\"")}],\"ts\":\"1597026383085\"," +
            $"\"checksum\":{unchecked((int)OkxChecksum())},\"seqId\":{_updateId},\"prevSeqId\":{(isSnapshot ? -1 : before)}}}]}}",
        Venue.Kraken =>
            $"{{\"channel\":\"book\",\"type\":\"{(isSnapshot ? "snapshot" : "update")}\",\"data\":[{{\"symbol\":\"{Symbol}\"," +
            $"\"bids\":[{Objects(bids)}],\"asks\":[{Objects(asks)}],\"checksum\":{KrakenChecksum()}}}]}}",
        Venue.Binance when isSnapshot =>
            $"{{\"lastUpdateId\":{_updateId},\"bids\":[{Arrays(bids, "")}],\"asks\":[{Arrays(asks, "")}]}}",
        Venue.Binance =>
            $"{{\"e\":\"depthUpdate\",\"E\":1723161255208,\"s\":\"{Symbol}\",\"U\":{before + 1},\"u\":{_updateId}," +
            $"\"b\":[{Arrays(bids, "")}],\"a\":[{Arrays(asks, "")}]}}",
        _ when isSnapshot =>
            $"{{\"type\":\"snapshot\",\"product_id\":\"{Symbol}\",\"bids\":[{Arrays(bids, "")}],\"asks\":[{Arrays(asks, "")}]}}",
        _ =>
            $"{{\"type\":\"l2update\",\"product_id\":\"{Symbol}\",\"time\":\"2021-04-17T16:43:37.075687Z\",\"changes\":[" +
            string.Join(',', bids.Select(level => $"[\"buy\",\"{level.Item1}\",\"{level.Item2}\"]")
                .Concat(asks.Select(level => $"[\"sell\",\"{level.Item1}\",\"{level.Item2}\"]"))) + "]}",
    });

    private static string Arrays((string Price, string Quantity)[] levels, string more) =>
        string.Join(',', levels.Select(level => $"[\"{level.Price}\",\"{level.Quantity}\"{more}]"));

    private static string Objects((string Price, string Quantity)[] levels) =>
        string.Join(',', levels.Select(level => $"{{\"price\":{level.Price},\"qty\":{level.Quantity}}}"));

    /// <summary>OKX: price and size of the best 25, alternating sides, as they were printed.</summary>
    private uint OkxChecksum()
    {
        (string Price, string Quantity)[] bids = [.. Model.Bids.Take(25)];
        (string Price, string Quantity)[] asks = [.. Model.Asks.Take(25)];
        List<string> parts = [];
        for (int i = 0; i < 25; i++)
        {
            parts.AddRange(i < bids.Length ? [bids[i].Price, bids[i].Quantity] : []);
            parts.AddRange(i < asks.Length ? [asks[i].Price, asks[i].Quantity] : []);
        }

        return Checksums.Crc32(string.Join(':', parts));
    }

    /// <summary>Kraken: the best ten asks, then bids; no point, no zeros in front.</summary>
    private uint KrakenChecksum() => Checksums.Crc32(string.Concat(
        Model.Asks.Take(10).Concat(Model.Bids.Take(10)).Select(level => Digits(level.Price) + Digits(level.Quantity))));

    private static string Digits(string number) => number.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
}
