using System.Runtime.InteropServices;
using Artic.Streams.Log;

namespace Artic.Streams.Tests;

/// <summary>Records whose header and payload follow from a number: whoever reads one can tell if it is whole.</summary>
internal static class TestRecord
{
    public const ushort Type = 17;

    /// <summary>A payload of which a segment holds about two thousand.</summary>
    public const int LargePayload = 4000;

    /// <summary>Appends record number <paramref name="number"/> to the step.</summary>
    public static void Write(RecordWriter writer, long number, int payloadLength)
    {
        Span<byte> payload = writer.Begin(
            payloadLength, Type, (uint)(number % 7), number * 3, StreamId.Feed, number * 5);
        Fill(payload, number);
    }

    /// <summary>Holds the record against the number that it must be.</summary>
    public static void Check(in Record record, long number, int payloadLength)
    {
        ref readonly RecordHeader header = ref record.Header;
        bool good = header.Length == RecordHeader.SizeBytes + payloadLength && header.Type == Type &&
            header.Sequence == number && header.InstrumentId == (uint)(number % 7) && header.OriginNs == number * 3 &&
            header.CauseStream == StreamId.Feed && header.CauseSequence == number * 5;
        Assert.True(good, $"the header of record {number} is not as it was written");
        Assert.True(IsFilled(record.Payload, number), $"the payload of record {number} is not as it was written");
    }

    private static void Fill(Span<byte> payload, long number)
    {
        Span<long> words = MemoryMarshal.Cast<byte, long>(payload);
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = unchecked((number * 1_000_003) + i);
        }

        payload[(words.Length * sizeof(long))..].Fill((byte)(number & 0x7F));
    }

    private static bool IsFilled(ReadOnlySpan<byte> payload, long number)
    {
        ReadOnlySpan<long> words = MemoryMarshal.Cast<byte, long>(payload);
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] != unchecked((number * 1_000_003) + i))
            {
                return false;
            }
        }

        return !payload[(words.Length * sizeof(long))..].ContainsAnyExcept((byte)(number & 0x7F));
    }
}
