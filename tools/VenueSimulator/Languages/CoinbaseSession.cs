using System.Globalization;
using System.Text.Json;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Languages;

/// <summary>
/// Coinbase Advanced Trade's market data WebSocket: <c>level2</c> (whose messages are of <c>l2_data</c>),
/// <c>market_trades</c>, <c>ticker</c>, <c>heartbeats</c>; one sequence number over all messages of the connection, answers
/// included. Book updates come with the flow's 100 ms. A trade's side is the maker's. A connection that has not subscribed
/// within five seconds is closed. Source: docs.cdp.coinbase.com websocket-channels. Thread: the engine's.
/// </summary>
public sealed class CoinbaseSession : MarketSession
{
    /// <summary>How long a client may take to subscribe.</summary>
    public const int SecondsToSubscribe = 5;

    private static readonly string[] s_known = ["level2", "market_trades", "ticker", "heartbeats"];

    private readonly HashSet<string> _channels = new(StringComparer.Ordinal);
    private readonly string _symbol;
    private BookView? _book;
    private long _sequence;
    private long _heartbeats;
    private int _seconds;
    private bool _hasSubscribed;

    /// <inheritdoc cref="MarketSession(IOrderFlow, TradeTape)"/>
    public CoinbaseSession(IOrderFlow flow, TradeTape tape)
        : base(flow, tape)
    {
        _symbol = SymbolOf(flow.Instrument);
    }

    /// <inheritdoc/>
    public override string Symbol => _symbol;

    /// <inheritdoc/>
    public override bool IsSubscribed => _channels.Count > 0;

    /// <summary>BTC-USDT.</summary>
    public static string SymbolOf(Domain.Instrument instrument) => $"{instrument.BaseAsset}-{instrument.QuoteAsset}";

    /// <inheritdoc/>
    public override void Open(long utcNs)
    {
        // This venue waits to be spoken to.
    }

    /// <inheritdoc/>
    public override void Handle(ReadOnlyMemory<byte> frame, long utcNs)
    {
        using JsonDocument? document = Parse(frame);
        string? type = document is null ? null : TextOf(document.RootElement, "type");
        if (type is not ("subscribe" or "unsubscribe"))
        {
            Refuse("expected a JSON object whose type is subscribe or unsubscribe");
            return;
        }

        string channel = TextOf(document!.RootElement, "channel") ?? "";
        List<string> products = TextsOf(document.RootElement, "product_ids") ?? [];
        if (Array.IndexOf(s_known, channel) < 0)
        {
            Refuse($"channel {channel} does not exist");
        }
        else if (channel != "heartbeats" && (products.Count == 0 || products.Exists(product => product != _symbol)))
        {
            Refuse($"product_ids must be of {_symbol}");
        }
        else
        {
            Change(type == "subscribe", channel, utcNs);
        }
    }

    /// <inheritdoc/>
    public override void OnMarket(MarketMessage message, long utcNs)
    {
        if (message.Trade is { } trade)
        {
            if (_channels.Contains("market_trades"))
            {
                SayTrades("update", [trade], utcNs);
            }

            if (_channels.Contains("ticker"))
            {
                SayTicker("update", utcNs);
            }
        }
        else if (message.Kind == StreamKind.Depth100Ms && _book is { } book)
        {
            BookChanges changes = book.Update(Book());
            if (!changes.IsEmpty)
            {
                SayBook("update", changes, utcNs);
            }
        }
    }

    /// <inheritdoc/>
    public override void OnSecond(long utcNs)
    {
        _seconds++;
        if (!_hasSubscribed && _seconds > SecondsToSubscribe)
        {
            Closed();
            return;
        }

        if (_channels.Contains("heartbeats"))
        {
            Said(Message("heartbeats", utcNs, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("current_time", Time(utcNs));
                writer.WriteNumber("heartbeat_counter", ++_heartbeats);
                writer.WriteEndObject();
            }));
        }
    }

    private void Change(bool subscribes, string channel, long utcNs)
    {
        bool changes = subscribes ? _channels.Add(channel) : _channels.Remove(channel);
        _hasSubscribed |= subscribes;
        Answered(Message("subscriptions", utcNs, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("subscriptions");
            foreach (string name in s_known.Where(_channels.Contains))
            {
                writer.WriteStartArray(name);
                writer.WriteStringValue(name == "heartbeats" ? "heartbeats" : _symbol);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }));
        if (!changes)
        {
            return;
        }

        _book = channel != "level2" ? _book : null;
        if (subscribes)
        {
            SaySnapshot(channel, utcNs);
        }
    }

    private void SaySnapshot(string channel, long utcNs)
    {
        switch (channel)
        {
            case "level2":
                _book = new BookView(AllLevels, tellsFallen: true);
                SayBook("snapshot", _book.Update(Book()), utcNs);
                break;
            case "market_trades":
                SayTrades("snapshot", Tape.Recent.Reverse(), utcNs);
                break;
            case "ticker":
                SayTicker("snapshot", utcNs);
                break;
            default:
                break;
        }
    }

    private void SayBook(string type, BookChanges levels, long utcNs) => Said(Message("l2_data", utcNs, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteString("product_id", _symbol);
        writer.WriteStartArray("updates");
        WriteLevels(writer, "bid", levels.Bids, utcNs);
        WriteLevels(writer, "offer", levels.Asks, utcNs);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    private void WriteLevels(
        Utf8JsonWriter writer, string side, IReadOnlyList<(long PriceE8, long QuantityE8)> levels, long utcNs)
    {
        string time = Time(utcNs);
        foreach ((long priceE8, long quantityE8) in levels)
        {
            writer.WriteStartObject();
            writer.WriteString("side", side);
            writer.WriteString("event_time", time);
            writer.WriteString("price_level", Format.Price(priceE8));
            writer.WriteString("new_quantity", quantityE8 == 0 ? "0" : Format.Quantity(quantityE8));
            writer.WriteEndObject();
        }
    }

    private void SayTrades(string type, IEnumerable<PublicTrade> trades, long utcNs) => Said(Message("market_trades", utcNs, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteStartArray("trades");
        foreach (PublicTrade trade in trades)
        {
            writer.WriteStartObject();
            writer.WriteString("trade_id", trade.TradeId.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("product_id", _symbol);
            writer.WriteString("price", Format.Price(trade.PriceE8));
            writer.WriteString("size", Format.Quantity(trade.QuantityE8));
            writer.WriteString("side", trade.BuyerIsMaker ? "BUY" : "SELL");
            writer.WriteString("time", TimeOfMs(trade.TimeMs));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    private void SayTicker(string type, long utcNs) => Said(Message("ticker", utcNs, writer =>
    {
        ((long PriceE8, long QuantityE8) bid, (long PriceE8, long QuantityE8) ask) = Top();
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteStartArray("tickers");
        writer.WriteStartObject();
        writer.WriteString("type", "ticker");
        writer.WriteString("product_id", _symbol);
        writer.WriteString("price", Format.Price(Tape.Last?.PriceE8 ?? 0));
        writer.WriteString("volume_24_h", Format.Quantity(Tape.VolumeE8));
        writer.WriteString("low_24_h", Format.Price(Tape.LowE8));
        writer.WriteString("high_24_h", Format.Price(Tape.HighE8));
        writer.WriteString("best_bid", Format.Price(bid.PriceE8));
        writer.WriteString("best_bid_quantity", Format.Quantity(bid.QuantityE8));
        writer.WriteString("best_ask", Format.Price(ask.PriceE8));
        writer.WriteString("best_ask_quantity", Format.Quantity(ask.QuantityE8));
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    /// <summary>The wrapper of every message, with the connection's next number.</summary>
    private byte[] Message(string channel, long utcNs, Action<Utf8JsonWriter> writeEvent) => Json(writer =>
    {
        writer.WriteString("channel", channel);
        writer.WriteString("client_id", "");
        writer.WriteString("timestamp", Time(utcNs));
        writer.WriteNumber("sequence_num", _sequence++);
        writer.WriteStartArray("events");
        writeEvent(writer);
        writer.WriteEndArray();
    });

    private void Refuse(string message) => Answered(Json(writer =>
    {
        writer.WriteString("type", "error");
        writer.WriteString("message", message);
    }));
}
