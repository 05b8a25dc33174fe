using System.Buffers;
using System.Text.Json;
using Artic.VenueSimulator.Accounts;
using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Wire;

/// <summary>
/// Encodes the user data events, wrapped for the WebSocket API as <c>{"subscriptionId":0,"event":{..}}</c>. Source:
/// binance-spot-api-docs user-data-stream.md @ a5e0bc3ddc0f. Thread: one.
/// </summary>
public sealed class UserDataCodec(string symbol)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>The report as an <c>executionReport</c> event.</summary>
    public byte[] ExecutionReport(ExecutionReport report)
    {
        AccountOrder order = report.Order;
        AccountTrade? trade = report.Trade;
        using Utf8JsonWriter writer = Begin("executionReport", report.TimeMs);
        writer.WriteString("s", symbol);
        writer.WriteString("c", report.CancelClientOrderId ?? order.ClientOrderId);
        writer.WriteString("S", WireNames.Text(order.Side));
        writer.WriteString("o", WireNames.Text(order.Type));
        writer.WriteString("f", WireNames.Text(order.TimeInForce));
        JsonDecimal.Write(writer, "q", order.QuantityE8);
        JsonDecimal.Write(writer, "p", order.PriceE8);
        JsonDecimal.Write(writer, "P", 0);
        JsonDecimal.Write(writer, "F", 0);
        writer.WriteNumber("g", -1);
        writer.WriteString("C", report.CancelClientOrderId is null ? "" : order.ClientOrderId);
        writer.WriteString("x", WireNames.Text(report.Type));
        writer.WriteString("X", WireNames.Text(order.Status));
        writer.WriteString("r", "NONE");
        writer.WriteNumber("i", order.OrderId);
        JsonDecimal.Write(writer, "l", trade?.QuantityE8 ?? 0);
        JsonDecimal.Write(writer, "z", order.ExecutedE8);
        JsonDecimal.Write(writer, "L", trade?.PriceE8 ?? 0);
        if (trade is null)
        {
            writer.WriteString("n", "0");
            writer.WriteNull("N");
        }
        else
        {
            JsonDecimal.Write(writer, "n", trade.CommissionE8);
            writer.WriteString("N", trade.CommissionAsset);
        }

        writer.WriteNumber("T", report.TimeMs);
        writer.WriteNumber("t", trade?.TradeId ?? -1);
        writer.WriteNumber("I", report.ExecutionId);
        writer.WriteBoolean("w", order.IsOpen && order.Type != OrderType.Market);
        writer.WriteBoolean("m", trade?.IsMaker ?? false);
        writer.WriteBoolean("M", trade is not null);
        writer.WriteNumber("O", order.CreatedMs);
        JsonDecimal.Write(writer, "Z", order.ExecutedQuoteE8);
        JsonDecimal.Write(writer, "Y", trade?.QuoteE8 ?? 0);
        JsonDecimal.Write(writer, "Q", 0);
        writer.WriteNumber("W", order.CreatedMs);
        writer.WriteString("V", "NONE");
        return End(writer);
    }

    /// <summary>The balances that an order of the instrument can change.</summary>
    public byte[] AccountPosition(long timeMs, Balance first, Balance second)
    {
        using Utf8JsonWriter writer = Begin("outboundAccountPosition", timeMs);
        writer.WriteNumber("u", timeMs);
        writer.WriteStartArray("B");
        WriteBalance(writer, first);
        WriteBalance(writer, second);
        writer.WriteEndArray();
        return End(writer);
    }

    private static void WriteBalance(Utf8JsonWriter writer, Balance balance)
    {
        writer.WriteStartObject();
        writer.WriteString("a", balance.Asset);
        JsonDecimal.Write(writer, "f", balance.FreeE8);
        JsonDecimal.Write(writer, "l", balance.LockedE8);
        writer.WriteEndObject();
    }

    private Utf8JsonWriter Begin(string eventName, long timeMs)
    {
        _buffer.ResetWrittenCount();
        Utf8JsonWriter writer = new(_buffer);
        writer.WriteStartObject();
        writer.WriteNumber("subscriptionId", 0);
        writer.WriteStartObject("event");
        writer.WriteString("e", eventName);
        writer.WriteNumber("E", timeMs);
        return writer;
    }

    private byte[] End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }
}
