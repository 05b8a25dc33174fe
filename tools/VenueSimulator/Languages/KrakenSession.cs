using System.Text;
using System.Text.Json;
using Artic.Core.Domain;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Languages;

/// <summary>
/// Kraken's WebSocket v2: <c>book</c> with checksum, <c>trade</c>, <c>ticker</c>, <c>instrument</c>, ping, heartbeat, status.
/// Prices and quantities are JSON numbers whose trailing zeros count. Book updates come with the flow's 100 ms. Source:
/// docs.kraken.com websocket-v2 and the book checksum guide. Thread: the engine's.
/// </summary>
public sealed class KrakenSession : MarketSession
{
    private const int ChecksumLevels = 10;

    private static readonly int[] s_depths = [10, 25, 100, 500, 1000];

    private readonly Dictionary<string, string> _channels = new(StringComparer.Ordinal);
    private readonly string _symbol;
    private BookView? _book;
    private bool _hasSpoken;

    /// <inheritdoc cref="MarketSession(IOrderFlow, TradeTape)"/>
    public KrakenSession(IOrderFlow flow, TradeTape tape)
        : base(flow, tape)
    {
        _symbol = SymbolOf(flow.Instrument);
    }

    /// <inheritdoc/>
    public override string Symbol => _symbol;

    /// <inheritdoc/>
    public override bool IsSubscribed => _channels.Count > 0;

    /// <summary>BTC/USDT.</summary>
    public static string SymbolOf(Domain.Instrument instrument) => $"{instrument.BaseAsset}/{instrument.QuoteAsset}";

    /// <summary>
    /// The checksum of a book's best ten asks, then bids: each price and quantity as printed, without point and leading
    /// zeros.
    /// </summary>
    public static uint Checksum(
        IEnumerable<(string Price, string Quantity)> bids, IEnumerable<(string Price, string Quantity)> asks)
    {
        StringBuilder text = new();
        foreach ((string price, string quantity) in asks.Take(ChecksumLevels).Concat(bids.Take(ChecksumLevels)))
        {
            text.Append(Digits(price)).Append(Digits(quantity));
        }

        return Crc32.Of(text.ToString());
    }

    /// <inheritdoc/>
    public override void Open(long utcNs) => Said(Json(writer =>
    {
        writer.WriteString("channel", "status");
        writer.WriteString("type", "update");
        writer.WriteStartArray("data");
        writer.WriteStartObject();
        writer.WriteString("api_version", "v2");
        writer.WriteNumber("connection_id", 1);
        writer.WriteString("system", "online");
        writer.WriteString("version", "2.0.0");
        writer.WriteEndObject();
        writer.WriteEndArray();
    }));

    /// <inheritdoc/>
    public override void Handle(ReadOnlyMemory<byte> frame, long utcNs)
    {
        using JsonDocument? document = Parse(frame);
        if (document is null)
        {
            Answer(null, utcNs, writer => Refusal(writer, "Malformed request", null));
            return;
        }

        JsonElement root = document.RootElement;
        string? method = TextOf(root, "method");
        JsonElement parameters = root.TryGetProperty("params", out JsonElement given) ? given : default;
        switch (method)
        {
            case "ping":
                Answer(root, utcNs, writer => writer.WriteString("method", "pong"));
                break;
            case "subscribe" or "unsubscribe":
                Change(root, method, parameters, utcNs);
                break;
            default:
                Answer(root, utcNs, writer => Refusal(writer, "Unsupported method", method));
                break;
        }
    }

    /// <inheritdoc/>
    public override void OnMarket(MarketMessage message, long utcNs)
    {
        if (message.Trade is { } trade)
        {
            if (_channels.ContainsKey("trade"))
            {
                SayTrades("update", [trade]);
            }

            SayTickerOn("trades");
        }
        else if (message.Kind == StreamKind.BookTicker)
        {
            SayTickerOn("bbo");
        }
        else if (message.Kind == StreamKind.Depth100Ms && _book is { } book)
        {
            BookChanges changes = book.Update(Book());
            if (!changes.IsEmpty)
            {
                SayBook("update", changes, book, utcNs);
            }
        }
    }

    /// <inheritdoc/>
    public override void OnSecond(long utcNs)
    {
        if (IsSubscribed && !_hasSpoken)
        {
            Said("""{"channel":"heartbeat"}"""u8.ToArray());
        }

        _hasSpoken = false;
    }

    private void Change(JsonElement root, string method, JsonElement parameters, long utcNs)
    {
        string channel = TextOf(parameters, "channel") ?? "";
        List<string>? symbols = channel == "instrument" ? [""] : TextsOf(parameters, "symbol");
        if (channel is not ("book" or "trade" or "ticker" or "instrument"))
        {
            Answer(root, utcNs, writer => Refusal(writer, "Channel not supported", method));
            return;
        }

        if (symbols is null or { Count: 0 })
        {
            Answer(root, utcNs, writer => Refusal(writer, "Symbol(s) not found", method));
            return;
        }

        foreach (string symbol in symbols)
        {
            if (Objection(method, channel, symbol, parameters) is { } objection)
            {
                Answer(root, utcNs, writer =>
                {
                    Refusal(writer, objection, method);
                    writer.WriteString("symbol", symbol);
                });
            }
            else if (method == "subscribe")
            {
                Subscribe(root, channel, parameters, utcNs);
            }
            else
            {
                Unsubscribe(root, channel, parameters, utcNs);
            }
        }
    }

    private string? Objection(string method, string channel, string symbol, JsonElement parameters) =>
        channel != "instrument" && symbol != _symbol ? $"Currency pair not supported {symbol}"
        : channel == "book" && Array.IndexOf(s_depths, Depth(parameters)) < 0 ? "Subscription depth not supported"
        : method == "subscribe" && _channels.ContainsKey(channel) ? "Already subscribed"
        : method == "unsubscribe" && !_channels.ContainsKey(channel) ? "Subscription Not Found"
        : null;

    private void Subscribe(JsonElement root, string channel, JsonElement parameters, long utcNs)
    {
        bool snapshot = !parameters.TryGetProperty("snapshot", out JsonElement wanted) || wanted.ValueKind != JsonValueKind.False;
        int depth = Depth(parameters);
        _channels[channel] = TextOf(parameters, "event_trigger") ?? "trades";
        Answer(root, utcNs, writer =>
        {
            writer.WriteString("method", "subscribe");
            WriteResult(writer, channel, depth, snapshot);
        });
        if (channel == "book")
        {
            _book = new BookView(depth, tellsFallen: false);
            _ = _book.Update(Book());
        }

        if (snapshot)
        {
            SaySnapshot(channel, utcNs);
        }
    }

    private void Unsubscribe(JsonElement root, string channel, JsonElement parameters, long utcNs)
    {
        _channels.Remove(channel);
        _book = channel == "book" ? null : _book;
        int depth = Depth(parameters);
        Answer(root, utcNs, writer =>
        {
            writer.WriteString("method", "unsubscribe");
            WriteResult(writer, channel, depth, snapshot: null);
        });
    }

    private void WriteResult(Utf8JsonWriter writer, string channel, int depth, bool? snapshot)
    {
        writer.WriteStartObject("result");
        writer.WriteString("channel", channel);
        if (channel == "book")
        {
            writer.WriteNumber("depth", depth);
        }

        if (snapshot is { } isWanted)
        {
            writer.WriteBoolean("snapshot", isWanted);
        }

        if (channel != "instrument")
        {
            writer.WriteString("symbol", _symbol);
        }

        writer.WriteEndObject();
        writer.WriteBoolean("success", true);
    }

    private void SaySnapshot(string channel, long utcNs)
    {
        switch (channel)
        {
            case "book":
                SayBook("snapshot", new BookChanges(_book!.Bids, _book.Asks), _book, utcNs);
                break;
            case "trade":
                SayTrades("snapshot", Tape.Recent);
                break;
            case "ticker":
                SayTicker("snapshot");
                break;
            default:
                Say(Json(writer => KrakenDefinitions.WriteChannel(writer, Flow.Instrument)));
                break;
        }
    }

    private void SayBook(string type, BookChanges levels, BookView book, long utcNs) => Say(Json(writer =>
    {
        Begin(writer, "book", type);
        writer.WriteStartObject();
        writer.WriteString("symbol", _symbol);
        WriteLevels(writer, "bids", levels.Bids);
        WriteLevels(writer, "asks", levels.Asks);
        writer.WriteNumber("checksum", Checksum(book.Bids.Select(Texts), book.Asks.Select(Texts)));
        writer.WriteString("timestamp", Time(utcNs));
        writer.WriteEndObject();
        writer.WriteEndArray();
    }));

    private void SayTrades(string type, IEnumerable<PublicTrade> trades) => Say(Json(writer =>
    {
        Begin(writer, "trade", type);
        foreach (PublicTrade trade in trades)
        {
            writer.WriteStartObject();
            writer.WriteString("symbol", _symbol);
            writer.WriteString("side", trade.BuyerIsMaker ? "sell" : "buy");
            WriteNumber(writer, "price", Format.Price(trade.PriceE8));
            WriteNumber(writer, "qty", Format.Quantity(trade.QuantityE8));
            writer.WriteString("ord_type", "market");
            writer.WriteNumber("trade_id", trade.TradeId);
            writer.WriteString("timestamp", TimeOfMs(trade.TimeMs));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }));

    private void SayTickerOn(string trigger)
    {
        if (_channels.TryGetValue("ticker", out string? wanted) && wanted == trigger)
        {
            SayTicker("update");
        }
    }

    private void SayTicker(string type) => Say(Json(writer =>
    {
        ((long PriceE8, long QuantityE8) bid, (long PriceE8, long QuantityE8) ask) = Top();
        long lastE8 = Tape.Last?.PriceE8 ?? 0;
        Begin(writer, "ticker", type);
        writer.WriteStartObject();
        writer.WriteString("symbol", _symbol);
        WriteNumber(writer, "bid", Format.Price(bid.PriceE8));
        WriteNumber(writer, "bid_qty", Format.Quantity(bid.QuantityE8));
        WriteNumber(writer, "ask", Format.Price(ask.PriceE8));
        WriteNumber(writer, "ask_qty", Format.Quantity(ask.QuantityE8));
        WriteNumber(writer, "last", Format.Price(lastE8));
        WriteNumber(writer, "volume", Format.Quantity(Tape.VolumeE8));
        WriteNumber(writer, "vwap", Format.Price(Tape.AveragePriceE8));
        WriteNumber(writer, "low", Format.Price(Tape.LowE8));
        WriteNumber(writer, "high", Format.Price(Tape.HighE8));
        WriteNumber(writer, "change", Format.Price(lastE8 - Tape.OpenE8));
        long changeHundredths = Tape.OpenE8 == 0 ? 0 : (long)Int128.Min((Int128)(lastE8 - Tape.OpenE8) * 10_000 / Tape.OpenE8, long.MaxValue);
        WriteNumber(writer, "change_pct", FixedPoint.ToText(changeHundredths, 2));
        writer.WriteEndObject();
        writer.WriteEndArray();
    }));

    private static void Begin(Utf8JsonWriter writer, string channel, string type)
    {
        writer.WriteString("channel", channel);
        writer.WriteString("type", type);
        writer.WriteStartArray("data");
    }

    private void WriteLevels(Utf8JsonWriter writer, string name, IReadOnlyList<(long PriceE8, long QuantityE8)> levels)
    {
        writer.WriteStartArray(name);
        foreach ((string price, string quantity) in levels.Select(Texts))
        {
            writer.WriteStartObject();
            WriteNumber(writer, "price", price);
            WriteNumber(writer, "qty", quantity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private (string Price, string Quantity) Texts((long PriceE8, long QuantityE8) level) =>
        (Format.Price(level.PriceE8), Format.Quantity(level.QuantityE8));

    private static void WriteNumber(Utf8JsonWriter writer, string name, string text)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(text);
    }

    private static string Digits(string text) =>
        text.Replace(".", "", StringComparison.Ordinal).TrimStart('0');

    private static int Depth(JsonElement parameters) =>
        parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty("depth", out JsonElement depth) ? 10
        : depth.ValueKind == JsonValueKind.Number && depth.TryGetInt32(out int levels) ? levels : 0;

    private static void Refusal(Utf8JsonWriter writer, string error, string? method)
    {
        writer.WriteString("error", error);
        if (method is not null)
        {
            writer.WriteString("method", method);
        }

        writer.WriteBoolean("success", false);
    }

    private void Answer(JsonElement? request, long utcNs, Action<Utf8JsonWriter> write) => Answered(Json(writer =>
    {
        write(writer);
        if (request is { } root && root.TryGetProperty("req_id", out JsonElement id) && id.ValueKind == JsonValueKind.Number)
        {
            writer.WritePropertyName("req_id");
            writer.WriteRawValue(id.GetRawText());
        }

        writer.WriteString("time_in", Time(utcNs));
        writer.WriteString("time_out", Time(utcNs));
    }));

    private void Say(byte[] message)
    {
        _hasSpoken = true;
        Said(message);
    }
}
