using Artic.Streams.Log;
using Artic.Streams.Steps;

namespace Artic.Cli.Traces;

/// <summary>
/// Gives the records of an archived stream with the time at which their step was taken: one after the other, or those that somebody
/// names as his cause, which mostly come in their order. So little is walked, nothing is remembered but the last, and hot memory is not
/// touched. Thread: one. Errors: <see cref="StreamCorruptException"/>, <see cref="IOException"/>.
/// </summary>
internal sealed class StepCursor(RunPaths paths, StreamId stream) : IDisposable
{
    /// <summary>A step begins so many records before the one that is looked for, or fewer; or else further back.</summary>
    private const long FirstReach = 256;

    /// <summary>What is further ahead is sought, not walked to.</summary>
    private const long WalkRecords = 100_000;

    private readonly RecordReader _reader = RecordReader.OfArchive(paths, stream);
    private long _takenNs;
    private TracedRecord? _found;

    /// <summary>Sequence of the last record that was passed.</summary>
    public long LastSequence => _reader.LastSequence;

    /// <summary>UTC minus CLOCK_MONOTONIC in the segment that was read first; 0 before.</summary>
    public long UtcOffsetNs => _reader.UtcOffsetNs;

    /// <summary>Gives the next record that is no step's beginning; false where the archive has none yet.</summary>
    public bool TryRead(out Record record, out StageTimes times)
    {
        while (TryPass(out record))
        {
            if (record.Header.Type != StepOutput.StepRecordType)
            {
                times = new StageTimes(_takenNs, record.Header.PublishedNs);
                return true;
            }

            _takenNs = record.Header.PublishedNs;
        }

        times = default;
        return false;
    }

    /// <summary>Goes to where the next record is about number <paramref name="sequence"/>, or the first that is kept.</summary>
    public void GoTo(long sequence)
    {
        _takenNs = 0;
        try
        {
            _reader.Seek(Math.Max(1, sequence));
        }
        catch (StreamTrimmedException trimmed)
        {
            _reader.Seek(trimmed.FirstSequence);
        }
    }

    /// <summary>
    /// Looks for a record. False where the archive is not as far; true with null where there is no such record, or it is not kept.
    /// </summary>
    public bool TryFind(long sequence, out TracedRecord? found)
    {
        found = _found?.Header.Sequence == sequence ? _found : null;
        if (found != null)
        {
            return true;
        }

        long reach = FirstReach;
        if (sequence <= LastSequence || sequence - LastSequence > WalkRecords)
        {
            GoTo(sequence - reach);
        }

        while (TryRead(out Record record, out StageTimes times))
        {
            long at = record.Header.Sequence;
            if (at < sequence)
            {
                continue;
            }

            if (at > sequence)
            {
                return true;
            }

            if (times.TakenNs > 0 || reach >= sequence)
            {
                found = _found = new TracedRecord(record.Header, times, record.Payload.ToArray());
                return true;
            }

            // Its step begins before where the walk began.
            reach *= 16;
            GoTo(sequence - reach);
        }

        return false;
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>What is not kept any more is passed over.</summary>
    private bool TryPass(out Record record)
    {
        try
        {
            return _reader.TryRead(out record);
        }
        catch (StreamTrimmedException trimmed)
        {
            GoTo(trimmed.FirstSequence);
            return _reader.TryRead(out record);
        }
    }
}
