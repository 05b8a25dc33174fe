using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Artic.Cli.Risk;

namespace Artic.Cli.Traces;

/// <summary>
/// Traces as OTLP/JSON (opentelemetry-proto 1.x, ExportTraceServiceRequest): one trace an order. Its numbers are made of the run's
/// name and the order's, so that the same order sent twice is the same trace. Thread: any.
/// </summary>
/// <param name="run">Name of the run.</param>
/// <param name="symbols">Instruments by number.</param>
public sealed class OtlpDocument(string run, IReadOnlyDictionary<uint, string> symbols)
{
    private const string Whole = "tick to order";
    private const string Pipeline = "artic";
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;

    /// <summary>SPAN_KIND_INTERNAL.</summary>
    private const int Internal = 1;

    /// <summary>The spans of an order: the whole, each stage, and of each stage the hop to it and its work.</summary>
    public static OtlpSpan[] SpansOf(OrderTrace order) =>
    [
        new(Pipeline, Whole, "", order.OriginNs, order.SentNs),
        .. Stage("market-data", "market data", order.OriginNs, order.Market, order.Market.CommittedNs),
        .. Stage("signal-bridge", "signal", order.Market.CommittedNs, order.Signal, order.Signal.CommittedNs),
        .. Stage("risk-manager", "risk", order.Signal.CommittedNs, order.Risk, order.Risk.CommittedNs),
        .. Stage("execution-engine", "execution", order.Risk.CommittedNs, order.Execution, order.SentNs),
        new("execution-engine", "execution: sign", "execution", order.Execution.CommittedNs, order.SentNs),
    ];

    /// <summary>The document of a few orders, UTF-8.</summary>
    public ReadOnlyMemory<byte> Write(IReadOnlyList<OrderTrace> orders)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("resourceSpans");
            foreach (var service in orders.SelectMany(order => SpansOf(order).Select(span => (order, span))).GroupBy(each => each.span.Service))
            {
                json.WriteStartObject();
                json.WriteStartObject("resource");
                json.WriteStartArray("attributes");
                WriteText(json, "service.namespace", Pipeline);
                WriteText(json, "service.name", service.Key);
                WriteText(json, "artic.run", run);
                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteStartArray("scopeSpans");
                json.WriteStartObject();
                json.WriteStartObject("scope");
                json.WriteString("name", Pipeline);
                json.WriteEndObject();
                json.WriteStartArray("spans");
                foreach ((OrderTrace order, OtlpSpan span) in service)
                {
                    WriteSpan(json, order, span);
                }

                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static OtlpSpan[] Stage(string service, string name, long beginNs, StageTimes times, long endNs) =>
    [
        new(service, name, Whole, beginNs, endNs),
        new(service, $"{name}: hop", name, beginNs, times.TakenNs),
        new(service, $"{name}: work", name, times.TakenNs, times.CommittedNs),
    ];

    private void WriteSpan(Utf8JsonWriter json, OrderTrace order, OtlpSpan span)
    {
        byte[] trace = TraceId(order.Approved.ClientOrderId);
        json.WriteStartObject();
        json.WriteString("traceId", Convert.ToHexStringLower(trace));
        json.WriteString("spanId", Convert.ToHexStringLower(SpanId(trace, span.Name)));
        if (span.Parent.Length > 0)
        {
            json.WriteString("parentSpanId", Convert.ToHexStringLower(SpanId(trace, span.Parent)));
        }

        json.WriteString("name", span.Name);
        json.WriteNumber("kind", Internal);
        WriteLong(json, "startTimeUnixNano", span.BeginNs + order.UtcOffsetNs);
        WriteLong(json, "endTimeUnixNano", span.EndNs + order.UtcOffsetNs);
        if (span.Parent.Length == 0)
        {
            json.WriteStartArray("attributes");
            WriteText(json, "artic.order", OrderText.Id(order.Approved.ClientOrderId));
            WriteText(json, "artic.symbol", symbols.GetValueOrDefault(order.Approved.InstrumentId, ""));
            WriteText(json, "artic.side", order.Approved.Side.ToString().ToUpperInvariant());
            WriteText(json, "artic.quantity", OrderText.Number(order.Approved.Quantity));
            WriteText(json, "artic.price", OrderText.Number(order.Approved.Price));
            WriteNumber(json, "artic.strategy", order.Approved.InstanceId);
            WriteNumber(json, "artic.tick_to_wire_ns", order.WrittenNs - order.OriginNs);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private byte[] TraceId(ulong clientOrderId)
    {
        byte[] name = Encoding.UTF8.GetBytes(run);
        byte[] both = new byte[name.Length + sizeof(ulong)];
        name.CopyTo(both, 0);
        BinaryPrimitives.WriteUInt64BigEndian(both.AsSpan(name.Length), clientOrderId);
        return SHA256.HashData(both)[..TraceIdBytes];
    }

    private static byte[] SpanId(byte[] trace, string name) =>
        SHA256.HashData([.. trace, .. Encoding.UTF8.GetBytes(name)])[..SpanIdBytes];

    private static void WriteText(Utf8JsonWriter json, string key, string value)
    {
        json.WriteStartObject();
        json.WriteString("key", key);
        json.WriteStartObject("value");
        json.WriteString("stringValue", value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string key, long value)
    {
        json.WriteStartObject();
        json.WriteString("key", key);
        json.WriteStartObject("value");
        WriteLong(json, "intValue", value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>64-bit numbers are strings in OTLP/JSON.</summary>
    private static void WriteLong(Utf8JsonWriter json, string name, long value) =>
        json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
}
