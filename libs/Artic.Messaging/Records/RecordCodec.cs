using Artic.Streams.Log;
using Artic.Streams.Steps;
using Google.Protobuf;

namespace Artic.Messaging.Records;

/// <summary>
/// Between records and messages. Thread: that of the stream's owner or reader. Allocates nothing once a message's
/// lists have grown to their size, but for text fields. Errors: <see cref="InvalidProtocolBufferException"/> where the
/// payload is not the message.
/// </summary>
public static class RecordCodec
{
    /// <summary>The record's type.</summary>
    public static RecordType TypeOf(in Record record) => (RecordType)record.Header.Type;

    /// <summary>Appends a message to the step of a loop.</summary>
    public static void Append<T>(this StepOutput output, RecordType type, uint instrumentId, T message)
        where T : IMessage =>
        message.WriteTo(output.Begin(message.CalculateSize(), (ushort)type, instrumentId));

    /// <summary>Appends a message to an edge's stream; the caller commits.</summary>
    public static void Append<T>(
        this RecordWriter writer, RecordType type, T message, long originNs = 0, StreamId causeStream = StreamId.None,
        long causeSequence = 0)
        where T : IMessage =>
        message.WriteTo(writer.Begin(message.CalculateSize(), (ushort)type, 0, originNs, causeStream, causeSequence));

    /// <summary>A frame's connection is below this: its number takes one byte.</summary>
    public const int MaxConnections = 128;

    /// <summary>Appends a RawFrame without a copy into a message: the same bytes as protobuf's own writer.</summary>
    public static void AppendFrame(
        this RecordWriter writer, V1.FrameChannel channel, uint instrumentId, ReadOnlySpan<byte> data, long originNs,
        int connection = 0)
    {
        // Protobuf leaves out an empty field.
        int prefix = data.Length == 0 ? 0 : 1 + CodedOutputStream.ComputeLengthSize(data.Length);
        int suffix = connection == 0 ? 2 : 4;
        Span<byte> payload = writer.Begin(
            prefix + data.Length + suffix, (ushort)RecordType.RawFrame, instrumentId, originNs, StreamId.None, 0);
        int at = 1;
        if (prefix > 0)
        {
            payload[0] = 0x0A;
        }

        for (uint left = (uint)data.Length; at < prefix; at++)
        {
            payload[at] = (byte)((left & 0x7F) | (at + 1 < prefix ? 0x80u : 0));
            left >>= 7;
        }

        data.CopyTo(payload[prefix..]);
        at = prefix + data.Length;
        payload[at] = 0x10;
        payload[at + 1] = (byte)channel;
        if (connection > 0)
        {
            payload[at + 2] = 0x18;
            payload[at + 3] = checked((byte)connection);
        }
    }

    /// <summary>The bytes and the channel of a RawFrame as <see cref="AppendFrame"/> lays them out.</summary>
    public static ReadOnlySpan<byte> ReadFrame(in Record record, out V1.FrameChannel channel) =>
        ReadFrame(record, out channel, out _);

    /// <summary>The same, and which connection it came by.</summary>
    public static ReadOnlySpan<byte> ReadFrame(in Record record, out V1.FrameChannel channel, out int connection)
    {
        ReadOnlySpan<byte> payload = record.Payload;
        int length = 0;
        int at = 0;
        if (payload[0] == 0x0A)
        {
            at = 1;
            for (int shift = 0; at < payload.Length; shift += 7)
            {
                byte part = payload[at++];
                length |= (part & 0x7F) << shift;
                if (part < 0x80)
                {
                    break;
                }
            }
        }

        int end = at + length;
        channel = (V1.FrameChannel)payload[end + 1];
        connection = payload.Length > end + 2 ? payload[end + 3] : 0;
        return payload[at..end];
    }

    /// <summary>Parses the payload into a message that is used again.</summary>
    public static T Read<T>(in Record record, T into)
        where T : class, IMessage, IReusable
    {
        into.Reset();
        into.MergeFrom(record.Payload);
        return into;
    }
}
