using Artic.Cli.Streams;
using Artic.Messaging.Records;
using Artic.Streams.Log;

namespace Artic.Cli.Risk;

/// <summary>
/// Finds records in the streams of a run, live or finished. Thread: one. Errors: <see cref="StreamTrimmedException"/> for what is
/// not kept any more, <see cref="IOException"/> for what is damaged.
/// </summary>
internal sealed class StoryStreams(RunPaths paths) : IDisposable
{
    private readonly Dictionary<StreamId, RecordReader> _readers = [];

    /// <summary>The record of this sequence; null where there is none.</summary>
    public StoryRecord? At(StreamId stream, long sequence)
    {
        foreach (StoryRecord record in From(stream, sequence))
        {
            return record.Header.Sequence == sequence ? record : null;
        }

        return null;
    }

    /// <summary>All records from a sequence on, to the end as it is now.</summary>
    public IEnumerable<StoryRecord> From(StreamId stream, long sequence)
    {
        RecordReader reader = ReaderOf(stream);
        if (sequence < 1 || reader.FirstKept() == 0 || sequence > LastOf(stream))
        {
            yield break;
        }

        for (reader.Seek(sequence); TryRead(reader, out StoryRecord? record);)
        {
            yield return record!;
        }
    }

    /// <summary>All records that are kept.</summary>
    public IEnumerable<StoryRecord> All(StreamId stream) => From(stream, ReaderOf(stream).FirstKept());

    /// <summary>All records from about a time on.</summary>
    public IEnumerable<StoryRecord> Since(StreamId stream, long publishedNs)
    {
        long low = ReaderOf(stream).FirstKept();
        long high = LastOf(stream) + 1;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (At(stream, middle) is { } record && record.Header.PublishedNs < publishedNs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return From(stream, low);
    }

    /// <summary>The last record's sequence; 0: the stream is empty.</summary>
    public long LastOf(StreamId stream)
    {
        RecordReader reader = ReaderOf(stream);
        reader.SeekToEnd();
        return reader.LastSequence;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RecordReader reader in _readers.Values)
        {
            reader.Dispose();
        }
    }

    private static bool TryRead(RecordReader reader, out StoryRecord? story)
    {
        story = null;
        if (!reader.TryRead(out Record record))
        {
            return false;
        }

        long utcNs = record.Header.PublishedNs + reader.UtcOffsetNs;
        story = new StoryRecord(
            record.Stream, record.Header, utcNs, RecordNames.Parse((RecordType)record.Header.Type, record.Payload),
            RecordText.Line(record, utcNs));
        return true;
    }

    private RecordReader ReaderOf(StreamId stream)
    {
        if (!_readers.TryGetValue(stream, out RecordReader? reader))
        {
            reader = new RecordReader(paths, stream);
            _readers.Add(stream, reader);
        }

        return reader;
    }
}
