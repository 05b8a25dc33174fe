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

    /// <summary>All records from a sequence on, to the end as it is now; of these types, where any are named.</summary>
    public IEnumerable<StoryRecord> From(StreamId stream, long sequence, params RecordType[] types)
    {
        RecordReader reader = ReaderOf(stream);
        if (sequence < 1 || reader.FirstKept() == 0 || sequence > LastOf(stream))
        {
            yield break;
        }

        for (reader.Seek(sequence); TryRead(reader, types, out StoryRecord? record);)
        {
            if (record != null)
            {
                yield return record;
            }
        }
    }

    /// <summary>All records that are kept.</summary>
    public IEnumerable<StoryRecord> All(StreamId stream, params RecordType[] types) =>
        From(stream, ReaderOf(stream).FirstKept(), types);

    /// <summary>All records from about a time on.</summary>
    public IEnumerable<StoryRecord> Since(StreamId stream, long publishedNs, params RecordType[] types)
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

        return From(stream, low, types);
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

    /// <summary>False at the end; a record of another type is null.</summary>
    private static bool TryRead(RecordReader reader, RecordType[] types, out StoryRecord? story)
    {
        story = null;
        if (!reader.TryRead(out Record record))
        {
            return false;
        }

        RecordType type = (RecordType)record.Header.Type;
        if (types.Length == 0 || types.Contains(type))
        {
            story = new StoryRecord(
                record.Stream, record.Header, record.Header.PublishedNs + reader.UtcOffsetNs,
                RecordNames.Parse(type, record.Payload), record.Payload.ToArray());
        }

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
