using System.Security.Cryptography;
using Artic.Streams.Log;

namespace Artic.Streams.Snapshots;

/// <summary>
/// A place in a stream, and the record there: a stream that a loss of power took back, and that was then written anew,
/// has another one at the same place.
/// </summary>
/// <param name="Stream">The stream.</param>
/// <param name="Sequence">The last record that was taken; 0: none.</param>
/// <param name="Sha256">Of that record with its header; zeros for none.</param>
public readonly record struct StreamPosition(StreamId Stream, long Sequence, byte[] Sha256)
{
    /// <summary>
    /// The record at <paramref name="sequence"/> as <paramref name="reader"/> finds it; null where it is not there. The
    /// reader then stands behind it. Allocates. Errors: as the reader's.
    /// </summary>
    public static StreamPosition? Find(RecordReader reader, long sequence)
    {
        reader.Seek(Math.Max(1, sequence));
        if (sequence == 0)
        {
            return new StreamPosition(reader.Stream, 0, new byte[SHA256.HashSizeInBytes]);
        }

        return reader.TryRead(out Record record) && record.Header.Sequence == sequence
            ? new StreamPosition(reader.Stream, sequence, SHA256.HashData(record.Bytes))
            : null;
    }

    /// <summary>True where it is the same place and the same record.</summary>
    public bool IsSame(in StreamPosition other) =>
        Stream == other.Stream && Sequence == other.Sequence && Sha256.AsSpan().SequenceEqual(other.Sha256);
}
