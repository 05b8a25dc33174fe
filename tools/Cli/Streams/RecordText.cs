using System.Globalization;
using System.Text;
using System.Text.Json;
using Artic.Hosting.Instances;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Cli.Streams;

/// <summary>
/// A record as one line of JSON: its header, and its payload decoded by the schema; of a signal the detail in words too. Thread: one.
/// </summary>
public sealed class RecordText
{
    private static readonly JsonFormatter s_formatter = new(
        JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithFormatDefaultValues(false));

    /// <summary>The line.</summary>
    /// <param name="record">The record.</param>
    /// <param name="utcNs">When it was published.</param>
    /// <param name="strategies">The strategies of the run's instances, which say what the figures of signals are; null: not known.</param>
    public static string Line(in Record record, long utcNs, StrategyNames? strategies = null) =>
        Line(record.Stream, record.Header, record.Payload, utcNs, strategies);

    /// <summary>The line of a record that was taken out of its stream.</summary>
    public static string Line(StreamId stream, in RecordHeader header, ReadOnlySpan<byte> payload, long utcNs, StrategyNames? strategies = null)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteString("stream", RunPaths.NameOf(stream));
            json.WriteNumber("sequence", header.Sequence);
            json.WriteString("type", RecordNames.Topic((RecordType)header.Type));
            json.WriteNumber("instrument", header.InstrumentId);
            json.WriteString("utc", Utc(utcNs));
            json.WriteNumber("published_ns", header.PublishedNs);
            json.WriteNumber("origin_ns", header.OriginNs);
            if (header.CauseStream != StreamId.None)
            {
                json.WriteString("cause", $"{RunPaths.NameOf(header.CauseStream)}/{header.CauseSequence}");
            }

            json.WriteBoolean("step_continues", header.Flags.HasFlag(RecordFlags.StepContinues));
            IMessage? message = Parse((RecordType)header.Type, payload);
            if (message != null)
            {
                json.WritePropertyName("message");
                json.WriteRawValue(s_formatter.Format(message));
                if (message is Signal signal)
                {
                    json.WriteString("detail", SignalText.Of(strategies?.Of(signal.InstanceId), signal));
                }
            }
            else
            {
                json.WriteString("payload", Convert.ToHexString(payload));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Null for a type that this version does not know, or bytes that are not its message.</summary>
    private static IMessage? Parse(RecordType type, ReadOnlySpan<byte> payload)
    {
        try
        {
            return RecordNames.Parse(type, payload);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static string Utc(long utcNs) => string.Create(
        CultureInfo.InvariantCulture,
        $"{DateTimeOffset.FromUnixTimeSeconds(utcNs / 1_000_000_000):yyyy-MM-ddTHH:mm:ss}.{utcNs % 1_000_000_000:D9}Z");
}
