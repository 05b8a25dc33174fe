using System.Globalization;
using System.Text;
using System.Text.Json;
using Artic.Core.Domain;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Languages;

/// <summary>
/// OKX's public WebSocket v5: <c>books</c> with seqId, prevSeqId and checksum, <c>trades</c>, <c>tickers</c>, ping. Book
/// messages come with the flow's 100 ms; one whose seqId equals its prevSeqId says that the best 400 levels are the same.
/// Source: okx.com docs-v5. Thread: the engine's.
/// </summary>
public sealed class OkxSession : MarketSession
{
    private const int Depth = 400;
    private const int ChecksumLevels = 25;
    private const string ConnectionId = "a11ce5ed";

    private static readonly string[] s_known = ["books", "trades", "tickers"];

    private readonly HashSet<string> _channels = new(StringComparer.Ordinal);
    private readonly string _symbol;
    private BookView? _book;
    private long _sequence;

    /// <inheritdoc cref="MarketSession(IOrderFlow, TradeTape)"/>
    public OkxSession(IOrderFlow flow, TradeTape tape)
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

    /// <summary>
    /// The checksum, signed, of the best 25 levels: bid and ask in turn, price and quantity of each, joined by colons; a side
    /// that has no more is passed over.
    /// </summary>
    public static int Checksum(
        IReadOnlyList<(string Price, string Quantity)> bids, IReadOnlyList<(string Price, string Quantity)> asks)
    {
        StringBuilder text = new();
        for (int i = 0; i < ChecksumLevels; i++)
        {
            foreach (IReadOnlyList<(string Price, string Quantity)> side in new[] { bids, asks })
            {
                if (i < side.Count)
                {
                    text.Append(text.Length > 0 ? ":" : "").Append(side[i].Price).Append(':').Append(side[i].Quantity);
                }
            }
        }

        return unchecked((int)Crc32.Of(text.ToString()));
    }

    /// <inheritdoc/>
    public override void Open(long utcNs)
    {
        // This venue waits to be spoken to.
    }

    /// <inheritdoc/>
    public override void Handle(ReadOnlyMemory<byte> frame, long utcNs)
    {
        if (frame.Span.SequenceEqual("ping"u8))
        {
            Answered("pong"u8.ToArray());
            return;
        }

        using JsonDocument? document = Parse(frame);
        string? operation = document is null ? null : TextOf(document.RootElement, "op");
        if (operation is not ("subscribe" or "unsubscribe")
            || !document!.RootElement.TryGetProperty("args", out JsonElement args) || args.ValueKind != JsonValueKind.Array
            || args.GetArrayLength() == 0)
        {
            Refuse("60012", $"Invalid request: {Encoding.UTF8.GetString(frame.Span)}");
            return;
        }

        foreach (JsonElement arg in args.EnumerateArray())
        {
            string channel = TextOf(arg, "channel") ?? "";
            string symbol = TextOf(arg, "instId") ?? "";
            if (Array.IndexOf(s_known, channel) < 0 || symbol != _symbol)
            {
                Refuse(
                    "60018",
                    $"Wrong URL or channel:{channel},instId:{symbol} doesn't exist. Please use the correct URL, channel and "
                    + "parameters referring to API document.");
                continue;
            }

            Answered(Json(writer =>
            {
                writer.WriteString("event", operation);
                WriteArg(writer, channel);
                writer.WriteString("connId", ConnectionId);
            }));
            Change(operation == "subscribe", channel, utcNs);
        }
    }

    /// <inheritdoc/>
    public override void OnMarket(MarketMessage message, long utcNs)
    {
        if (message.Trade is { } trade)
        {
            if (_channels.Contains("trades"))
            {
                SayTrade(trade);
            }

            SayTicker(utcNs);
        }
        else if (message.Kind == StreamKind.BookTicker)
        {
            SayTicker(utcNs);
        }
        else if (message.Kind == StreamKind.Depth100Ms && _book is { } view)
        {
            DepthSnapshot book = Book();
            BookChanges changes = view.Update(book);
            SayBook("update", changes, view, changes.IsEmpty ? _sequence : book.LastUpdateId, _sequence, utcNs);
        }
    }

    /// <inheritdoc/>
    public override void OnSecond(long utcNs)
    {
        // Its clients are the ones who ping.
    }

    private void Change(bool subscribes, string channel, long utcNs)
    {
        if (!subscribes)
        {
            _channels.Remove(channel);
            _book = channel == "books" ? null : _book;
            return;
        }

        _channels.Add(channel);
        if (channel == "books")
        {
            DepthSnapshot book = Book();
            _book = new BookView(Depth, tellsFallen: true);
            _ = _book.Update(book);
            SayBook("snapshot", new BookChanges(_book.Bids, _book.Asks), _book, book.LastUpdateId, -1, utcNs);
        }
        else
        {
            SayTicker(utcNs);
        }
    }

    private void SayBook(string action, BookChanges levels, BookView view, long sequence, long previous, long utcNs)
    {
        _sequence = sequence;
        Said(Json(writer =>
        {
            WriteArg(writer, "books");
            writer.WriteString("action", action);
            writer.WriteStartArray("data");
            writer.WriteStartObject();
            WriteLevels(writer, "asks", levels.Asks);
            WriteLevels(writer, "bids", levels.Bids);
            writer.WriteString("ts", Milliseconds(utcNs / 1_000_000));
            writer.WriteNumber("checksum", Checksum([.. view.Bids.Select(Texts)], [.. view.Asks.Select(Texts)]));
            writer.WriteNumber("seqId", sequence);
            writer.WriteNumber("prevSeqId", previous);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }));
    }

    private void SayTrade(PublicTrade trade) => Said(Json(writer =>
    {
        WriteArg(writer, "trades");
        writer.WriteStartArray("data");
        writer.WriteStartObject();
        writer.WriteString("instId", _symbol);
        writer.WriteString("tradeId", trade.TradeId.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("px", Format.Price(trade.PriceE8));
        writer.WriteString("sz", Format.Quantity(trade.QuantityE8));
        writer.WriteString("side", trade.BuyerIsMaker ? "sell" : "buy");
        writer.WriteString("ts", Milliseconds(trade.TimeMs));
        writer.WriteString("count", "1");
        writer.WriteEndObject();
        writer.WriteEndArray();
    }));

    private void SayTicker(long utcNs)
    {
        if (!_channels.Contains("tickers"))
        {
            return;
        }

        ((long PriceE8, long QuantityE8) bid, (long PriceE8, long QuantityE8) ask) = Top();
        Said(Json(writer =>
        {
            WriteArg(writer, "tickers");
            writer.WriteStartArray("data");
            writer.WriteStartObject();
            writer.WriteString("instType", "SPOT");
            writer.WriteString("instId", _symbol);
            writer.WriteString("last", Format.Price(Tape.Last?.PriceE8 ?? 0));
            writer.WriteString("lastSz", Format.Quantity(Tape.Last?.QuantityE8 ?? 0));
            writer.WriteString("askPx", Format.Price(ask.PriceE8));
            writer.WriteString("askSz", Format.Quantity(ask.QuantityE8));
            writer.WriteString("bidPx", Format.Price(bid.PriceE8));
            writer.WriteString("bidSz", Format.Quantity(bid.QuantityE8));
            writer.WriteString("open24h", Format.Price(Tape.OpenE8));
            writer.WriteString("high24h", Format.Price(Tape.HighE8));
            writer.WriteString("low24h", Format.Price(Tape.LowE8));
            writer.WriteString("volCcy24h", PairFormat.Text(Tape.QuoteVolumeE8, 2));
            writer.WriteString("vol24h", Format.Quantity(Tape.VolumeE8));
            writer.WriteString("ts", Milliseconds(utcNs / 1_000_000));
            writer.WriteEndObject();
            writer.WriteEndArray();
        }));
    }

    private void Refuse(string code, string message) => Answered(Json(writer =>
    {
        writer.WriteString("event", "error");
        writer.WriteString("code", code);
        writer.WriteString("msg", message);
        writer.WriteString("connId", ConnectionId);
    }));

    private void WriteArg(Utf8JsonWriter writer, string channel)
    {
        writer.WriteStartObject("arg");
        writer.WriteString("channel", channel);
        writer.WriteString("instId", _symbol);
        writer.WriteEndObject();
    }

    /// <summary>Price, quantity, a number that is always 0, and how many orders; this venue says one.</summary>
    private void WriteLevels(Utf8JsonWriter writer, string name, IReadOnlyList<(long PriceE8, long QuantityE8)> levels)
    {
        writer.WriteStartArray(name);
        foreach ((long priceE8, long quantityE8) in levels)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(Format.Price(priceE8));
            writer.WriteStringValue(quantityE8 == 0 ? "0" : Format.Quantity(quantityE8));
            writer.WriteStringValue("0");
            writer.WriteStringValue(quantityE8 == 0 ? "0" : "1");
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private (string Price, string Quantity) Texts((long PriceE8, long QuantityE8) level) =>
        (Format.Price(level.PriceE8), Format.Quantity(level.QuantityE8));

    private static string Milliseconds(long utcMs) => FixedPoint.ToText(utcMs, 0);
}
