using Artic.Messaging.Records;
using Artic.Streams.Log;

namespace Artic.Database.Ledger;

/// <summary>
/// Brings what is in a run's streams into its tables, from wherever the tables are. Thread: one. Blocks.
/// Errors: those of <see cref="LedgerWriter"/>, and those of <see cref="RecordReader"/>; after either, a new one goes on.
/// </summary>
public sealed class LedgerFeed : IDisposable
{
    /// <summary>Rows of a transaction at the most: a few megabytes.</summary>
    private const int MostRows = 10_000;

    /// <summary>Records that are looked at in one go: most streams have many that are no rows.</summary>
    private const int MostRecords = 200_000;

    private readonly RunPaths _paths;
    private readonly LedgerWriter _writer;
    private readonly RecordReader[] _readers;
    private LedgerBatch _batch;
    private long[] _from;

    /// <summary>Connects, and goes to where the tables are.</summary>
    /// <param name="connector">The database.</param>
    /// <param name="run">The run.</param>
    /// <param name="ofArchive">Only what is in the archive: for a run that has ended.</param>
    public LedgerFeed(DatabaseConnector connector, LedgerRun run, bool ofArchive = false)
    {
        _paths = run.Paths;
        _writer = new LedgerWriter(connector, run);
        _readers = Array.ConvertAll(
            _writer.State.Heads,
            head => ofArchive ? RecordReader.OfArchive(run.Paths, head.Stream) : new RecordReader(run.Paths, head.Stream));
        _batch = new LedgerBatch(_paths.RunId, _writer.State);
        _from = Positions();
        try
        {
            for (int i = 0; i < _readers.Length; i++)
            {
                GoTo(_readers[i], _from[i]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Rows that were committed by this.</summary>
    public long Rows { get; private set; }

    /// <summary>Transactions that were committed by this.</summary>
    public long Commits { get; private set; }

    /// <summary>Records that were read and are not committed.</summary>
    public long Pending => _batch.Records;

    /// <summary>How far the tables are.</summary>
    public LedgerState State => _writer.State;

    /// <summary>Reads what is there, a bounded number of records; true where there is enough for a transaction.</summary>
    public bool Read()
    {
        for (int i = 0; i < _readers.Length; i++)
        {
            while (_batch.Rows < MostRows && _batch.Records < MostRecords && _readers[i].TryRead(out Record record))
            {
                _batch.Take(_writer.State.Heads[i], record, _readers[i].UtcOffsetNs);
            }
        }

        return _batch.Rows >= MostRows || _batch.Records >= MostRecords;
    }

    /// <summary>Commits what was read; nothing where that is nothing.</summary>
    public void Commit()
    {
        if (_batch.Records == 0 && _batch.Rows == 0)
        {
            return;
        }

        _writer.Commit(_batch, _from);
        Rows += _batch.Rows;
        Commits++;
        _batch = new LedgerBatch(_paths.RunId, _writer.State);
        _from = Positions();
    }

    /// <summary>Reads and commits all that is there, or as much as there is time for: after each transaction it is asked.</summary>
    public void CatchUp(Func<bool>? isEnough = null)
    {
        bool isMore;
        do
        {
            isMore = Read();
            Commit();
        }
        while (isMore && isEnough?.Invoke() != true);
    }

    /// <summary>The owners of all streams but the position tracker's have ended in order, and all that they said is in the tables.</summary>
    public bool IsWhole() => Array.TrueForAll(
        _writer.State.Heads,
        head => head.Stream == StreamId.Position || StreamEnd.TryRead(_paths, head.Stream) is { } end && end.Sequence <= head.Sequence);

    /// <summary>Adds what every position is now that its process ends, and commits.</summary>
    public void Stop(long utcNs)
    {
        CatchUp();
        _batch.Stop(utcNs);
        Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RecordReader reader in _readers)
        {
            reader.Dispose();
        }

        _writer.Dispose();
    }

    private static void GoTo(RecordReader reader, long sequence)
    {
        if (sequence == 0)
        {
            return;
        }

        // The first record is read in any case: a record's day is told from the run's first segment.
        if (!reader.TryRead(out _))
        {
            throw new DatabaseRefusedException(
                $"the tables are at record {sequence} of '{RunPaths.NameOf(reader.Stream)}', and the run has none: " +
                "this is another run of the same name");
        }

        reader.Seek(sequence + 1);
        if (reader.LastSequence != sequence)
        {
            throw new DatabaseRefusedException(
                $"the tables are at record {sequence} of '{RunPaths.NameOf(reader.Stream)}', and the run ends at {reader.LastSequence}: " +
                "its streams have lost records");
        }
    }

    private long[] Positions() => Array.ConvertAll(_writer.State.Heads, head => head.Sequence);
}
