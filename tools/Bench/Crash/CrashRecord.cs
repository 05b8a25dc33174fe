using System.Runtime.InteropServices;
using Artic.Bench.Chain;
using Artic.Streams.Log;

namespace Artic.Bench.Crash;

/// <summary>
/// Records of which every byte follows from their number and their writer's epoch: who reads one can tell if it is whole
/// and in its place.
/// </summary>
internal static class CrashRecord
{
    private const ushort Type = 2;
    private const int LeastBytes = 16;
    private const int MostBytes = 1500;

    /// <summary>Bytes of the payload of a record.</summary>
    public static int LengthOf(long number) => LeastBytes + (int)(number * 7919 % (MostBytes - LeastBytes));

    /// <summary>Appends a record to the step.</summary>
    public static void Append(RecordWriter writer, long number) =>
        Fill(writer.Begin(LengthOf(number), Type, (uint)(number % 5), number * 3, StreamId.Feed, number * 7), number, writer.Epoch);

    /// <summary>
    /// The control: the length is there before the payload, as if commits were not the last thing written. A test that
    /// does not notice this one proves nothing.
    /// </summary>
    public static unsafe void AppendInTheWrongOrder(RecordWriter writer, long number)
    {
        Span<byte> payload = writer.Begin(LengthOf(number), Type, (uint)(number % 5), number * 3, StreamId.Feed, number * 7);
        fixed (byte* at = payload)
        {
            Volatile.Write(ref ((RecordHeader*)(at - RecordHeader.SizeBytes))->Length, (uint)(RecordHeader.SizeBytes + payload.Length));
        }

        Fill(payload, number, writer.Epoch);
    }

    /// <summary>Checks a record and gives its writer's epoch. Errors: <see cref="BenchFailedException"/>.</summary>
    public static long Check(in Record record, long number)
    {
        ref readonly RecordHeader header = ref record.Header;
        ReadOnlySpan<byte> payload = record.Payload;
        if (header.Sequence != number || header.Type != Type || header.InstrumentId != (uint)(number % 5) ||
            header.OriginNs != number * 3 || header.CauseSequence != number * 7 || header.PublishedNs <= 0 ||
            payload.Length != LengthOf(number))
        {
            throw new BenchFailedException($"the header of record {number} is not as it was written");
        }

        ReadOnlySpan<long> words = MemoryMarshal.Cast<byte, long>(payload);
        long epoch = words[1];
        for (int w = 2; w < words.Length; w++)
        {
            if (words[w] != Word(number, epoch, w))
            {
                throw new BenchFailedException($"record {number} of epoch {epoch} is torn: word {w} is {words[w]:x}");
            }
        }

        return words[0] == number
            ? epoch
            : throw new BenchFailedException($"record {number} bears the number {words[0]}");
    }

    private static void Fill(Span<byte> payload, long number, long epoch)
    {
        Span<long> words = MemoryMarshal.Cast<byte, long>(payload);
        words[0] = number;
        words[1] = epoch;
        for (int w = 2; w < words.Length; w++)
        {
            words[w] = Word(number, epoch, w);
        }
    }

    private static long Word(long number, long epoch, int w) => unchecked((number * 1_000_003) + (epoch * 97) + w);
}
