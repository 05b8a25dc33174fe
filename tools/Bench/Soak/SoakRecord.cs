using System.Runtime.InteropServices;
using Artic.Bench.Chain;
using Artic.Streams.Log;

namespace Artic.Bench.Soak;

/// <summary>Records of 64 to 300 bytes with their headers, of which every byte follows from their number.</summary>
internal static class SoakRecord
{
    private const ushort Type = 2;
    private const int LeastWords = 2;
    private const int MostWords = 31;
    private const long Factor = 0x2545F4914F6CDD1D;

    /// <summary>Appends a record to the step.</summary>
    public static void Append(RecordWriter writer, long number)
    {
        Span<byte> payload = writer.Begin(LengthOf(number), Type, 0, number * 3, StreamId.Feed, number * 7);
        Span<long> words = MemoryMarshal.Cast<byte, long>(payload);
        long word = unchecked(number * Factor);
        for (int w = 0; w < words.Length; w++)
        {
            words[w] = unchecked(word + w);
        }
    }

    /// <summary>Checks a record. Errors: <see cref="BenchFailedException"/>.</summary>
    public static void Check(in Record record, long number)
    {
        ref readonly RecordHeader header = ref record.Header;
        ReadOnlySpan<byte> payload = record.Payload;
        if (header.Sequence != number || header.Type != Type || header.OriginNs != number * 3 ||
            header.CauseSequence != number * 7 || header.PublishedNs <= 0 || payload.Length != LengthOf(number))
        {
            throw new BenchFailedException($"the header of record {number} is not as it was written");
        }

        ReadOnlySpan<long> words = MemoryMarshal.Cast<byte, long>(payload);
        long word = unchecked(number * Factor);
        for (int w = 0; w < words.Length; w++)
        {
            if (words[w] != unchecked(word + w))
            {
                throw new BenchFailedException($"record {number} is not as it was written, at word {w}");
            }
        }
    }

    private static int LengthOf(long number) =>
        (LeastWords + (int)(number * 7919 % (MostWords - LeastWords + 1))) * sizeof(long);
}
