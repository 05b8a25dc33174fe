using System.Buffers;
using System.Text.Json;
using Artic.VenueSimulator.Accounts;
using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Edge;

/// <summary>
/// The venue's own record of what it did, JSON lines, appended to a file: the other side of every dispute. Each line
/// has <c>at_ns</c> (UTC), <c>event</c>, <c>client_order_id</c>, <c>order_id</c> and <c>reason</c>. Thread: the
/// engine's, which flushes at the end of every turn; nothing is kept where there is no file.
/// </summary>
public sealed class EventLog : IDisposable
{
    private readonly FileStream? _file;
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>
    /// Opens the file, where one is named; IOException and UnauthorizedAccessException where it cannot.
    /// </summary>
    public EventLog(string? path)
    {
        _file = path is null
            ? null
            : new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 64 * 1024);
    }

    /// <summary>Writes an event without an order: a connection, the venue itself.</summary>
    public void Write(long utcNs, string eventName, string? reason = null, long? connection = null) =>
        WriteLine(utcNs, eventName, null, null, reason, writer =>
        {
            if (connection is { } id)
            {
                writer.WriteNumber("connection", id);
            }
        });

    /// <summary>Writes a request that was refused.</summary>
    public void WriteRefused(long utcNs, string eventName, string? clientOrderId, long? orderId, VenueError error) =>
        WriteLine(utcNs, eventName, clientOrderId, orderId, error.Message, writer =>
            writer.WriteNumber("code", error.Code));

    /// <summary>Writes what happened to an order.</summary>
    public void WriteReport(long utcNs, ExecutionReport report) =>
        WriteLine(utcNs, EventName(report.Type), report.Order.ClientOrderId, report.Order.OrderId, null, writer =>
        {
            AccountOrder order = report.Order;
            writer.WriteString("side", WireNames.Text(order.Side));
            writer.WriteString("status", WireNames.Text(order.Status));
            Wire.JsonDecimal.Write(writer, "price", report.Trade?.PriceE8 ?? order.PriceE8);
            Wire.JsonDecimal.Write(writer, "quantity", report.Trade?.QuantityE8 ?? order.QuantityE8);
            Wire.JsonDecimal.Write(writer, "executed", order.ExecutedE8);
            if (report.Trade is { } trade)
            {
                writer.WriteNumber("trade_id", trade.TradeId);
                writer.WriteBoolean("maker", trade.IsMaker);
                Wire.JsonDecimal.Write(writer, "commission", trade.CommissionE8);
                writer.WriteString("commission_asset", trade.CommissionAsset);
            }
        });

    /// <summary>Hands what was written to the system.</summary>
    public void Flush() => _file?.Flush();

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static string EventName(ExecutionType type) => type switch
    {
        ExecutionType.New => "order_accepted",
        ExecutionType.Trade => "fill",
        ExecutionType.Canceled => "order_canceled",
        _ => "order_expired",
    };

    private void WriteLine(
        long utcNs, string eventName, string? clientOrderId, long? orderId, string? reason, Action<Utf8JsonWriter> more)
    {
        if (_file is null)
        {
            return;
        }

        _buffer.ResetWrittenCount();
        using Utf8JsonWriter writer = new(_buffer);
        writer.WriteStartObject();
        writer.WriteNumber("at_ns", utcNs);
        writer.WriteString("event", eventName);
        writer.WriteString("client_order_id", clientOrderId);
        if (orderId is { } id)
        {
            writer.WriteNumber("order_id", id);
        }
        else
        {
            writer.WriteNull("order_id");
        }

        writer.WriteString("reason", reason);
        more(writer);
        writer.WriteEndObject();
        writer.Flush();
        _file.Write(_buffer.WrittenSpan);
        _file.WriteByte((byte)'\n');
    }
}
