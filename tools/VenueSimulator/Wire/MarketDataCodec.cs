using System.Buffers;
using System.Text.Json;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Wire;

/// <summary>
/// Encodes market stream messages. Source: binance-spot-api-docs web-socket-streams.md @ a5e0bc3ddc0f. Thread: one.
/// </summary>
public sealed class MarketDataCodec(string symbol)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly string _lowerSymbol = symbol.ToLowerInvariant();

    /// <summary>The stream's name for the instrument, such as <c>btcusdt@depth@100ms</c>.</summary>
    public static string StreamName(string lowerSymbol, StreamKind kind) => lowerSymbol + Suffix(kind);

    /// <summary>The kind behind a stream name; None for streams that this venue does not have.</summary>
    public static StreamKind ParseStream(string lowerSymbol, string name) =>
        !name.StartsWith(lowerSymbol, StringComparison.Ordinal) ? StreamKind.None : name[lowerSymbol.Length..] switch
        {
            "@trade" => StreamKind.Trade,
            "@bookTicker" => StreamKind.BookTicker,
            "@depth@100ms" => StreamKind.Depth100Ms,
            "@depth" or "@depth@1000ms" => StreamKind.Depth1000Ms,
            _ => StreamKind.None,
        };

    /// <summary>A public trade.</summary>
    public MarketMessage Trade(PublicTrade trade)
    {
        using Utf8JsonWriter writer = Begin(StreamKind.Trade, out int rawOffset);
        writer.WriteString("e", "trade");
        writer.WriteNumber("E", trade.TimeMs);
        writer.WriteString("s", symbol);
        writer.WriteNumber("t", trade.TradeId);
        JsonDecimal.Write(writer, "p", trade.PriceE8);
        JsonDecimal.Write(writer, "q", trade.QuantityE8);
        writer.WriteNumber("T", trade.TimeMs);
        writer.WriteBoolean("m", trade.BuyerIsMaker);
        writer.WriteBoolean("M", true);
        return End(writer, StreamKind.Trade, rawOffset) with { Trade = trade };
    }

    /// <summary>The top of the book; an empty side is 0.</summary>
    public MarketMessage BookTicker(
        long updateId, (long PriceE8, long QuantityE8) bid, (long PriceE8, long QuantityE8) ask)
    {
        using Utf8JsonWriter writer = Begin(StreamKind.BookTicker, out int rawOffset);
        writer.WriteNumber("u", updateId);
        writer.WriteString("s", symbol);
        JsonDecimal.Write(writer, "b", bid.PriceE8);
        JsonDecimal.Write(writer, "B", bid.QuantityE8);
        JsonDecimal.Write(writer, "a", ask.PriceE8);
        JsonDecimal.Write(writer, "A", ask.QuantityE8);
        return End(writer, StreamKind.BookTicker, rawOffset);
    }

    /// <summary>Absolute quantities of the levels that changed in updates first to last.</summary>
    public MarketMessage DepthUpdate(
        StreamKind kind,
        long timeMs,
        long firstUpdateId,
        long lastUpdateId,
        IEnumerable<(long PriceE8, long QuantityE8)> bids,
        IEnumerable<(long PriceE8, long QuantityE8)> asks)
    {
        using Utf8JsonWriter writer = Begin(kind, out int rawOffset);
        writer.WriteString("e", "depthUpdate");
        writer.WriteNumber("E", timeMs);
        writer.WriteString("s", symbol);
        writer.WriteNumber("U", firstUpdateId);
        writer.WriteNumber("u", lastUpdateId);
        WriteLevels(writer, "b", bids);
        WriteLevels(writer, "a", asks);
        return End(writer, kind, rawOffset);
    }

    /// <summary>Writes <c>"bids":[["price","quantity"],..]</c>.</summary>
    public static void WriteLevels(
        Utf8JsonWriter writer, string name, IEnumerable<(long PriceE8, long QuantityE8)> levels)
    {
        writer.WriteStartArray(name);
        foreach ((long priceE8, long quantityE8) in levels)
        {
            writer.WriteStartArray();
            JsonDecimal.WriteValue(writer, priceE8);
            JsonDecimal.WriteValue(writer, quantityE8);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static string Suffix(StreamKind kind) => kind switch
    {
        StreamKind.Trade => "@trade",
        StreamKind.BookTicker => "@bookTicker",
        StreamKind.Depth100Ms => "@depth@100ms",
        _ => "@depth",
    };

    private Utf8JsonWriter Begin(StreamKind kind, out int rawOffset)
    {
        _buffer.ResetWrittenCount();
        Utf8JsonWriter writer = new(_buffer);
        writer.WriteStartObject();
        writer.WriteString("stream", StreamName(_lowerSymbol, kind));
        writer.WritePropertyName("data");
        rawOffset = (int)(writer.BytesCommitted + writer.BytesPending);
        writer.WriteStartObject();
        return writer;
    }

    private MarketMessage End(Utf8JsonWriter writer, StreamKind kind, int rawOffset)
    {
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        byte[] combined = _buffer.WrittenSpan.ToArray();
        return new MarketMessage(kind, combined, rawOffset, combined.Length - rawOffset - 1);
    }
}
