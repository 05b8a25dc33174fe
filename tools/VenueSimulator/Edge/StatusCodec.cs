using System.Buffers;
using System.Text.Json;
using Artic.VenueSimulator.Faults;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Edge;

/// <summary>Encodes <c>/sim/status</c>, which no real venue has. Thread: the engine's.</summary>
public static class StatusCodec
{
    /// <summary>The status as JSON.</summary>
    public static byte[] Write(IOrderFlow flow, VenueCounters counters, int openOrders, int connections)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using Utf8JsonWriter writer = new(buffer);
        writer.WriteStartObject();
        writer.WriteString("source", flow.Name);
        writer.WriteString("symbol", flow.Instrument.Symbol);
        writer.WriteBoolean("finished", flow.IsFinished);
        writer.WriteNumber("orders_accepted", counters.OrdersAccepted);
        writer.WriteNumber("orders_refused", counters.OrdersRefused);
        writer.WriteNumber("orders_canceled", counters.OrdersCanceled);
        writer.WriteNumber("orders_expired", counters.OrdersExpired);
        writer.WriteNumber("cancels_refused", counters.CancelsRefused);
        writer.WriteNumber("fills", counters.Fills);
        writer.WriteNumber("open_orders", openOrders);
        writer.WriteNumber("last_accepted_at_ns", counters.LastAcceptedAtNs);
        writer.WriteNumber("market_messages_sent", counters.MarketMessagesSent);
        writer.WriteNumber("slow_consumers", counters.SlowConsumers);
        writer.WriteNumber("connections", connections);
        writer.WriteBoolean("has_book", flow.HasBook);
        if (flow is MirrorOrderFlow mirror)
        {
            writer.WriteNumber("mirror_frames_refused", mirror.Refused);
        }

        writer.WriteStartObject("faults");
        foreach (FaultKind kind in Enum.GetValues<FaultKind>())
        {
            writer.WriteNumber(Name(kind), counters.Faults[(int)kind]);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A fault's name, as options and the event log have it.</summary>
    public static string Name(FaultKind kind) => kind switch
    {
        FaultKind.Drop => "drop",
        FaultKind.Duplicate => "duplicate",
        FaultKind.Reorder => "reorder",
        FaultKind.Garbage => "garbage",
        FaultKind.Silence => "silence",
        _ => "disconnect",
    };
}
