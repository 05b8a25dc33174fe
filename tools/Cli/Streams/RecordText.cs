using System.Globalization;
using System.Text;
using System.Text.Json;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Google.Protobuf;

namespace Artic.Cli.Streams;

/// <summary>A record as one line of JSON: its header, and its payload decoded by the schema. Thread: one.</summary>
public sealed class RecordText
{
    private static readonly JsonFormatter s_formatter = new(
        JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithFormatDefaultValues(false));

    /// <summary>The line.</summary>
    public static string Line(in Record record, long utcNs) => Line(record.Stream, record.Header, record.Payload, utcNs);

    /// <summary>The line of a record that was taken out of its stream.</summary>
    public static string Line(StreamId stream, in RecordHeader header, ReadOnlySpan<byte> payload, long utcNs)
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
