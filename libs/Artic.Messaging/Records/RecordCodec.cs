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

    /// <summary>Appends a RawFrame without a copy into a message: the same bytes as protobuf's own writer.</summary>
    public static void AppendFrame(
        this RecordWriter writer, V1.FrameChannel channel, uint instrumentId, ReadOnlySpan<byte> data, long originNs)
    {
        // Protobuf leaves out an empty field.
        int prefix = data.Length == 0 ? 0 : 1 + CodedOutputStream.ComputeLengthSize(data.Length);
        Span<byte> payload = writer.Begin(
            prefix + data.Length + 2, (ushort)RecordType.RawFrame, instrumentId, originNs, StreamId.None, 0);
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
        payload[^2] = 0x10;
        payload[^1] = (byte)channel;
    }

    /// <summary>The bytes and the channel of a RawFrame as <see cref="AppendFrame"/> lays them out.</summary>
    public static ReadOnlySpan<byte> ReadFrame(in Record record, out V1.FrameChannel channel)
    {
        ReadOnlySpan<byte> payload = record.Payload;
        if (payload[0] != 0x0A)
        {
            channel = (V1.FrameChannel)payload[^1];
            return default;
        }

        int length = 0;
        int at = 1;
        for (int shift = 0; at < payload.Length; shift += 7)
        {
            byte part = payload[at++];
            length |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                break;
            }
        }

        channel = (V1.FrameChannel)payload[^1];
        return payload.Slice(at, length);
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
