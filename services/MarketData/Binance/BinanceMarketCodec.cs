using System.Text.Json;
using Artic.Core.Domain;

namespace Artic.MarketData.Binance;

/// <summary>
/// Binance's spot market messages from their JSON (web-socket-streams of 2026-07-21), plain or in the wrapper of the
/// combined streams, and REST snapshots. The whole text is read before anything of it is used. Thread: one per
/// instance of the message. Allocates nothing for a well-formed text.
/// </summary>
public static class BinanceMarketCodec
{
    /// <summary>Prices and quantities are read at this scale: the venue prints 8 places.</summary>
    public const int Scale = 8;

    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>
    /// Reads <paramref name="json"/> into <paramref name="message"/>; false where it is malformed or a number is out of
    /// range, with the message cleared.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> json, BinanceMessage message)
    {
        message.Clear();
        try
        {
            Utf8JsonReader reader = new(json);
            bool good = reader.Read() && reader.TokenType == JsonTokenType.StartObject &&
                TryReadObject(ref reader, message, outermost: true) && !reader.Read();
            if (!good)
            {
                message.Clear();
            }

            return good;
        }
        catch (JsonException)
        {
            message.Clear();
            return false;
        }
    }

    private static bool TryReadObject(ref Utf8JsonReader reader, BinanceMessage message, bool outermost)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> name = reader.ValueSpan;
            if (outermost && name.SequenceEqual("data"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject ||
                    !TryReadObject(ref reader, message, outermost: false))
                {
                    return false;
                }

                continue;
            }

            bool good = name.Length == 1
                ? TryReadShort(ref reader, name[0], message)
                : TryReadLong(ref reader, name, message);
            if (!good)
            {
                return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool TryReadShort(ref Utf8JsonReader reader, byte name, BinanceMessage message)
    {
        _ = reader.Read();
        long number;
        switch (name)
        {
            case (byte)'e':
                message.Kind = reader.TokenType != JsonTokenType.String ? message.Kind
                    : reader.ValueTextEquals("depthUpdate"u8) ? BinanceMessageKind.Depth
                    : reader.ValueTextEquals("trade"u8) ? BinanceMessageKind.Trade
                    : reader.ValueTextEquals("serverShutdown"u8) ? BinanceMessageKind.Shutdown
                    : BinanceMessageKind.None;
                return true;
            case (byte)'s':
                return reader.TokenType == JsonTokenType.String && message.TrySetSymbol(reader.ValueSpan);
            case (byte)'E' or (byte)'T':
                bool timed = TryInteger(ref reader, out number) && number <= long.MaxValue / NanosecondsPerMillisecond;
                message.ExchangeTimeNs = timed ? number * NanosecondsPerMillisecond : 0;
                return timed;
            case (byte)'U':
                bool first = TryInteger(ref reader, out number);
                message.FirstUpdateId = number;
                return first;
            case (byte)'u':
                bool last = TryInteger(ref reader, out number);
                message.LastUpdateId = number;
                if (message.Kind == BinanceMessageKind.None)
                {
                    // Only the ticker has an update id and no event name; a depth message names itself first.
                    message.Kind = BinanceMessageKind.Ticker;
                }

                return last;
            case (byte)'t':
                bool trade = TryInteger(ref reader, out number);
                message.TradeId = number;
                return trade;
            case (byte)'p':
                bool price = TryDecimal(ref reader, out number);
                message.Price = number;
                return price;
            case (byte)'q':
                bool quantity = TryDecimal(ref reader, out number);
                message.Quantity = number;
                return quantity;
            case (byte)'m':
                message.BuyerIsMaker = reader.TokenType == JsonTokenType.True;
                return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
            case (byte)'b':
                return reader.TokenType == JsonTokenType.StartArray
                    ? TryReadLevels(ref reader, message.Bids)
                    : TryReadTop(ref reader, message.Bids, "B"u8);
            case (byte)'a':
                return reader.TokenType == JsonTokenType.StartArray
                    ? TryReadLevels(ref reader, message.Asks)
                    : TryReadTop(ref reader, message.Asks, "A"u8);
            default:
                return reader.TrySkip();
        }
    }

    private static bool TryReadLong(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, BinanceMessage message)
    {
        if (name.SequenceEqual("lastUpdateId"u8))
        {
            message.Kind = BinanceMessageKind.Snapshot;
            _ = reader.Read();
            bool good = TryInteger(ref reader, out long number);
            message.LastUpdateId = number;
            return good;
        }

        bool bids = name.SequenceEqual("bids"u8);
        if (bids || name.SequenceEqual("asks"u8))
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartArray &&
                TryReadLevels(ref reader, bids ? message.Bids : message.Asks);
        }

        return reader.Read() && reader.TrySkip();
    }

    /// <summary>A ticker's price, whose quantity is the next member.</summary>
    private static bool TryReadTop(ref Utf8JsonReader reader, LevelList levels, ReadOnlySpan<byte> quantityName) =>
        TryDecimal(ref reader, out long price) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName &&
        reader.ValueTextEquals(quantityName) && reader.Read() && TryDecimal(ref reader, out long quantity) &&
        price > 0 && levels.TryAdd(price, quantity);

    private static bool TryReadLevels(ref Utf8JsonReader reader, LevelList levels)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (!reader.Read() || !TryDecimal(ref reader, out long price) ||
                !reader.Read() || !TryDecimal(ref reader, out long quantity) ||
                price <= 0 || !levels.TryAdd(price, quantity))
            {
                return false;
            }

            // Captures of 2018 carry an empty third element.
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!reader.TrySkip())
                {
                    return false;
                }
            }
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    private static bool TryInteger(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value) && value >= 0;
    }

    private static bool TryDecimal(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.String && FixedPoint.TryParse(reader.ValueSpan, Scale, out value) &&
            value >= 0;
    }
}
