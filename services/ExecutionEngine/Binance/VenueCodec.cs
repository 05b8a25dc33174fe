using System.Text.Json;
using Artic.Core.Domain;
using Artic.ExecutionEngine.Orders;

namespace Artic.ExecutionEngine.Binance;

/// <summary>
/// Answers and user events of Binance's WebSocket API (web-socket-api and user-data-stream of 2026-07-21). The whole
/// text is read before anything of it is used. Thread: one per message. Allocates nothing for a well-formed text.
/// </summary>
public static class VenueCodec
{
    private const int Scale = 8;
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>Reads a message; false where it is malformed, with the message cleared.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, VenueMessage message)
    {
        message.Clear();
        try
        {
            Utf8JsonReader reader = new(json);
            bool good = reader.Read() && reader.TokenType == JsonTokenType.StartObject &&
                TryReadEnvelope(ref reader, message) && !reader.Read();
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

    private static bool TryReadEnvelope(ref Utf8JsonReader reader, VenueMessage message)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool good;
            if (reader.ValueTextEquals("id"u8))
            {
                good = reader.Read() &&
                    (reader.TokenType != JsonTokenType.String || message.TrySetRequestId(reader.ValueSpan));
            }
            else if (reader.ValueTextEquals("status"u8))
            {
                good = reader.Read() & TryInteger(ref reader, out long status) && status is >= 100 and < 1000;
                message.Status = good ? (int)status : 0;
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                good = reader.Read() && reader.TokenType == JsonTokenType.StartObject && TryReadError(ref reader, message);
            }
            else if (reader.ValueTextEquals("result"u8))
            {
                good = reader.Read() && TryReadResult(ref reader, message);
            }
            else if (reader.ValueTextEquals("event"u8))
            {
                good = reader.Read() && reader.TokenType == JsonTokenType.StartObject && TryReadEvent(ref reader, message);
            }
            else
            {
                good = reader.Read() && reader.TrySkip();
            }

            if (!good)
            {
                return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool TryReadError(ref Utf8JsonReader reader, VenueMessage message)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isCode = reader.ValueTextEquals("code"u8);
            if (!reader.Read() || !reader.TrySkip())
            {
                return false;
            }

            if (isCode)
            {
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int code))
                {
                    return false;
                }

                message.ErrorCode = code;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool TryReadResult(ref Utf8JsonReader reader, VenueMessage message)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return TryReadTrades(ref reader, message);
        }

        return reader.TokenType == JsonTokenType.StartObject ? TryReadOrder(ref reader, message) : reader.TrySkip();
    }

    /// <summary>The order of an answer, or an account; both are told by their members.</summary>
    private static bool TryReadOrder(ref Utf8JsonReader reader, VenueMessage message)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool good;
            if (reader.ValueTextEquals("clientOrderId"u8))
            {
                good = reader.Read() && IsText(ref reader) && message.TrySetClientOrderId(reader.ValueSpan);
            }
            else if (reader.ValueTextEquals("origClientOrderId"u8))
            {
                good = reader.Read() && IsText(ref reader) && message.TrySetOriginalClientOrderId(reader.ValueSpan);
            }
            else if (reader.ValueTextEquals("status"u8))
            {
                good = reader.Read() && IsText(ref reader) && message.TrySetOrderStatus(reader.ValueSpan);
            }
            else if (reader.ValueTextEquals("orderId"u8))
            {
                good = reader.Read() & TryInteger(ref reader, out long id);
                message.OrderId = id;
            }
            else if (reader.ValueTextEquals("executedQty"u8))
            {
                good = reader.Read() & TryDecimal(ref reader, out long executed);
                message.ExecutedQuantity = executed;
            }
            else if (reader.ValueTextEquals("transactTime"u8) || reader.ValueTextEquals("updateTime"u8) ||
                reader.ValueTextEquals("serverTime"u8))
            {
                good = reader.Read() && TryTime(ref reader, message);
            }
            else if (reader.ValueTextEquals("fills"u8))
            {
                good = reader.Read() && reader.TokenType == JsonTokenType.StartArray && TryReadTrades(ref reader, message);
            }
            else if (reader.ValueTextEquals("balances"u8))
            {
                good = reader.Read() && reader.TokenType == JsonTokenType.StartArray && TryReadBalances(ref reader, message);
            }
            else
            {
                good = reader.Read() && reader.TrySkip();
            }

            if (!good)
            {
                return false;
            }
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    /// <summary>Trades; or orders, or lists of them, which is what a request about all open orders is answered with.</summary>
    private static bool TryReadTrades(ref Utf8JsonReader reader, VenueMessage message)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (message.TradeCount == VenueMessage.MaxTrades - 1)
            {
                return false;
            }

            message.Trade = default;
            bool isList = false;
            bool isOrder = false;
            ulong clientOrderId = 0;
            long executed = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                isList |= reader.ValueTextEquals("contingencyType"u8);
                bool good;
                if (reader.ValueTextEquals("clientOrderId"u8))
                {
                    isOrder = true;
                    good = reader.Read() && IsText(ref reader);
                    _ = good && ClientOrderId.TryParse(reader.ValueSpan, out clientOrderId);
                }
                else if (reader.ValueTextEquals("executedQty"u8))
                {
                    good = reader.Read() && TryDecimal(ref reader, out executed);
                }
                else
                {
                    good = TryReadTradeMember(ref reader, ref message.Trade);
                }

                if (!good)
                {
                    return false;
                }
            }

            if (reader.TokenType != JsonTokenType.EndObject || (!isOrder && !isList && message.Trade.Quantity <= 0))
            {
                return false;
            }

            message.TradeCount += isOrder || isList ? 0 : 1;
            if (isOrder && !isList)
            {
                message.Orders.Add(new VenueOrder(clientOrderId, message.Trade.OrderId, executed));
            }
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    private static bool TryReadTradeMember(ref Utf8JsonReader reader, ref VenueTrade trade)
    {
        if (reader.ValueTextEquals("price"u8))
        {
            return reader.Read() && TryDecimal(ref reader, out trade.Price);
        }

        if (reader.ValueTextEquals("qty"u8))
        {
            return reader.Read() && TryDecimal(ref reader, out trade.Quantity);
        }

        if (reader.ValueTextEquals("quoteQty"u8))
        {
            return reader.Read() && TryDecimal(ref reader, out trade.QuoteQuantity);
        }

        if (reader.ValueTextEquals("commission"u8))
        {
            return reader.Read() && TryDecimal(ref reader, out trade.Fee);
        }

        if (reader.ValueTextEquals("commissionAsset"u8))
        {
            bool text = reader.Read() && IsText(ref reader);
            trade.FeeAsset = text ? AssetName.Pack(reader.ValueSpan) : 0;
            return text;
        }

        if (reader.ValueTextEquals("tradeId"u8) || reader.ValueTextEquals("id"u8))
        {
            return reader.Read() && TryInteger(ref reader, out trade.TradeId);
        }

        if (reader.ValueTextEquals("orderId"u8))
        {
            return reader.Read() && TryInteger(ref reader, out trade.OrderId);
        }

        if (reader.ValueTextEquals("isMaker"u8))
        {
            bool flag = reader.Read() && reader.TokenType is JsonTokenType.True or JsonTokenType.False;
            trade.IsMaker = reader.TokenType == JsonTokenType.True;
            return flag;
        }

        return reader.Read() && reader.TrySkip();
    }

    private static bool TryReadBalances(ref Utf8JsonReader reader, VenueMessage message)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            ulong asset = 0;
            long free = -1;
            long locked = -1;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool good;
                if (reader.ValueTextEquals("asset"u8))
                {
                    good = reader.Read() && IsText(ref reader);
                    asset = good ? AssetName.Pack(reader.ValueSpan) : 0;
                }
                else if (reader.ValueTextEquals("free"u8))
                {
                    good = reader.Read() && TryDecimal(ref reader, out free);
                }
                else if (reader.ValueTextEquals("locked"u8))
                {
                    good = reader.Read() && TryDecimal(ref reader, out locked);
                }
                else
                {
                    good = reader.Read() && reader.TrySkip();
                }

                if (!good)
                {
                    return false;
                }
            }

            if (reader.TokenType != JsonTokenType.EndObject || asset == 0 || free < 0 || locked < 0)
            {
                return false;
            }

            message.Balances.Add(new VenueBalance(asset, free, locked));
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }

    private static bool TryReadEvent(ref Utf8JsonReader reader, VenueMessage message)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            byte name = reader.ValueSpan.Length == 1 ? reader.ValueSpan[0] : (byte)0;
            if (!reader.Read() || !TryReadEventMember(ref reader, name, message))
            {
                return false;
            }
        }

        // A report without a trade says -1.
        message.TradeCount = message.IsExecutionReport && message.Trades[0] is { TradeId: > 0, Quantity: > 0 } ? 1 : 0;
        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool TryReadEventMember(ref Utf8JsonReader reader, byte name, VenueMessage message)
    {
        ref VenueTrade trade = ref message.Trades[0];
        switch (name)
        {
            case (byte)'e':
                message.IsExecutionReport = reader.ValueTextEquals("executionReport"u8);
                return true;
            case (byte)'c':
                return IsText(ref reader) && message.TrySetClientOrderId(reader.ValueSpan);
            case (byte)'C':
                return IsText(ref reader) && message.TrySetOriginalClientOrderId(reader.ValueSpan);
            case (byte)'x':
                return IsText(ref reader) && message.TrySetExecutionType(reader.ValueSpan);
            case (byte)'X':
                return IsText(ref reader) && message.TrySetOrderStatus(reader.ValueSpan);
            case (byte)'i':
                bool hasId = TryInteger(ref reader, out long id);
                message.OrderId = id;
                return hasId;
            case (byte)'l':
                return TryDecimal(ref reader, out trade.Quantity);
            case (byte)'L':
                return TryDecimal(ref reader, out trade.Price);
            case (byte)'Y':
                return TryDecimal(ref reader, out trade.QuoteQuantity);
            case (byte)'n':
                return TryDecimal(ref reader, out trade.Fee);
            case (byte)'N':
                trade.FeeAsset = reader.TokenType == JsonTokenType.String ? AssetName.Pack(reader.ValueSpan) : 0;
                return true;
            case (byte)'t':
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out trade.TradeId);
            case (byte)'m':
                trade.IsMaker = reader.TokenType == JsonTokenType.True;
                return true;
            case (byte)'z':
                bool hasExecuted = TryDecimal(ref reader, out long executed);
                message.ExecutedQuantity = executed;
                return hasExecuted;
            case (byte)'T':
                return TryTime(ref reader, message);
            default:
                return reader.TrySkip();
        }
    }

    private static bool IsText(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String;

    private static bool TryTime(ref Utf8JsonReader reader, VenueMessage message)
    {
        bool good = TryInteger(ref reader, out long milliseconds) && milliseconds <= long.MaxValue / NanosecondsPerMillisecond;
        message.TimeNs = good ? milliseconds * NanosecondsPerMillisecond : 0;
        return good;
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
