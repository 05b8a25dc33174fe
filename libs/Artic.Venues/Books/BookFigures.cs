using Artic.Streams.Steps;

namespace Artic.Venues.Books;

/// <summary>What a keeper has counted. Thread: the keeper's.</summary>
public sealed class BookFigures
{
    private readonly long[] _values = new long[7];

    /// <summary>Snapshots and deltas that became part of a book, also those that had waited.</summary>
    public long Applied { get => _values[0]; internal set => _values[0] = value; }

    /// <summary>Book messages that did not: old, repeated, without a book, or dropped while they waited.</summary>
    public long Ignored { get => _values[1]; internal set => _values[1] = value; }

    /// <summary>Holes in the venue's sequence.</summary>
    public long Gaps { get => _values[2]; internal set => _values[2] = value; }

    /// <summary>Times that the book was built anew after it had been right and was withdrawn.</summary>
    public long Resyncs { get => _values[3]; internal set => _values[3] = value; }

    /// <summary>Checksums that agreed with the book.</summary>
    public long ChecksumsMatched { get => _values[4]; internal set => _values[4] = value; }

    /// <summary>Checksums that did not.</summary>
    public long ChecksumsFailed { get => _values[5]; internal set => _values[5] = value; }

    /// <summary>Messages that left a bid at or above an ask.</summary>
    public long Crossed { get => _values[6]; internal set => _values[6] = value; }

    internal void Save(StateWriter state) => state.WriteAll(_values);

    internal void Load(StateReader state) => state.ReadAll(_values);
}
