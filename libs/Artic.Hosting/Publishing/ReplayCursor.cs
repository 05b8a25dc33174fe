using Artic.Streams.Log;

namespace Artic.Hosting.Publishing;

/// <summary>
/// A place in a stream where a page ended, so that the next page of the same range goes on there. Thread: the
/// server's.
/// </summary>
internal sealed class ReplayCursor(RunPaths paths, StreamId stream, IReadOnlyDictionary<uint, string> symbols) : IDisposable
{
    private readonly PublishedTopics _topics = new(RunPaths.NameOf(stream), symbols);
    private readonly RecordReader _reader = new(paths, stream);

    /// <summary>Sequence of the record before the next.</summary>
    public long LastSequence => _reader.LastSequence;

    /// <summary>When it was last used, CLOCK_MONOTONIC.</summary>
    public long UsedNs { get; set; }

    /// <summary>
    /// Gives the next record, its topic, and the topic's previous sequence, 0 where this cursor has not passed it. Errors:
    /// as the reader's.
    /// </summary>
    public bool TryRead(out Record record, out PublishedTopic? topic, out long previousSequence)
    {
        topic = null;
        previousSequence = 0;
        if (!_reader.TryRead(out record))
        {
            return false;
        }

        topic = _topics.Of(record.Header);
        previousSequence = topic.LastSequence;
        topic.LastSequence = record.Header.Sequence;
        return true;
    }

    /// <summary>
    /// Goes forward to where the next record is number <paramref name="sequence"/>; false where the stream cannot be
    /// read so far. A new cursor goes there at once, the others walk. Errors: as the reader's.
    /// </summary>
    public bool TryGoTo(long sequence)
    {
        if (_reader.LastSequence == 0)
        {
            _reader.Seek(sequence);
        }

        while (_reader.LastSequence + 1 < sequence)
        {
            if (!TryRead(out _, out _, out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}
