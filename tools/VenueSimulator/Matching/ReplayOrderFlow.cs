using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// A recorded market: frames go out exactly as recorded at their recorded spacing, and the account's orders trade with
/// it (<see cref="ForeignMarket"/>). Simulated time 0 is the first frame that the snapshot does not contain. Behind a gap in
/// the capture there is no book until its next snapshot. Memory is bounded by the book and the frames before the snapshot.
/// Thread: one.
/// </summary>
public sealed class ReplayOrderFlow : ForeignOrderFlow
{
    /// <summary>How many frames may stand before the snapshot.</summary>
    public const int MaxFramesBeforeSnapshot = 100_000;

    private readonly ReplayLineReader _reader;
    private readonly Queue<ReplayFrame> _early = new();
    private readonly long _originNs;
    private string _symbol;
    private ReplayFrame? _next;
    private long _nextDueNs;
    private string? _fault;

    /// <summary>
    /// Opens a capture and reads it up to its snapshot, or takes that from <paramref name="snapshotPath"/>, cryptofeed's file
    /// of HTTP answers. <paramref name="wanted"/>: the symbol; null where the capture has one only. InvalidDataException where
    /// it has no snapshot or is malformed; IOException where it cannot be read.
    /// </summary>
    public ReplayOrderFlow(string path, string? wanted = null, string? snapshotPath = null)
        : base(new ForeignMarket())
    {
        _reader = new ReplayLineReader(path);
        try
        {
            _symbol = wanted ?? "";
            ReplayFrame snapshot = snapshotPath is null ? ReadToSnapshot() : HttpSnapshots.Find(snapshotPath, WantedSymbol());
            Begin(snapshot);
            _next = ReadFrame();
            if (_next is null)
            {
                throw new InvalidDataException($"nothing of {(_symbol.Length > 0 ? _symbol : "any instrument")} behind its snapshot");
            }

            Instrument = Instrument.TryParse(_symbol, out Instrument? instrument)
                ? instrument!.With(Market.Depth(int.MaxValue))
                : throw new InvalidDataException($"the capture's symbol '{_symbol}' is not one of a known quote asset");
        }
        catch
        {
            _reader.Dispose();
            throw;
        }

        _originNs = _next!.ReceivedNs;
        Name = "replay:" + Path.GetFileName(path);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Instrument Instrument { get; }

    /// <inheritdoc/>
    public override bool StartsWithFirstSubscriber => true;

    /// <inheritdoc/>
    public override bool IsFinished => _next is null;

    /// <summary>Why the replay ended before the end of the capture, or without a book; null where it did not.</summary>
    public string? Fault => _fault ?? (IsFinished && !Market.HasBook ? Market.Fault : null);

    /// <inheritdoc/>
    public override long NextDueNs => _next is null ? long.MaxValue : _nextDueNs;

    /// <inheritdoc/>
    public override bool AdvanceTo(long simulatedNs, int maxEvents)
    {
        for (int i = 0; i < maxEvents && NextDueNs <= simulatedNs; i++)
        {
            try
            {
                Play(_next!);
                _next = ReadFrame();
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                _fault = e.Message;
                _next = null;
            }

            // A recorder's clock may step back; replayed time does not.
            _nextDueNs = _next is null ? _nextDueNs : Math.Max(_nextDueNs, _next.ReceivedNs - _originNs);
        }

        return NextDueNs > simulatedNs;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        _reader.Dispose();
        base.Dispose(isDisposing);
    }

    /// <summary>The first snapshot; what stands before it is kept.</summary>
    private ReplayFrame ReadToSnapshot()
    {
        ReplayFrame? frame = Parse();
        while (frame is not null && !IsOurSnapshot(frame) && _early.Count < MaxFramesBeforeSnapshot)
        {
            _early.Enqueue(frame);
            frame = Parse();
        }

        if (frame is null || !IsOurSnapshot(frame))
        {
            throw new InvalidDataException(_reader.IsCryptofeed
                ? "cryptofeed keeps depth snapshots in another file, such as BINANCE.http.0: name it with --replay-http"
                : $"no depth snapshot{(_symbol.Length > 0 ? $" of {_symbol}" : "")} in the first {_reader.LineNumber} lines");
        }

        return frame;
    }

    /// <summary>The symbol that was asked for, or the only one there is.</summary>
    private string WantedSymbol()
    {
        if (_symbol.Length == 0)
        {
            HashSet<string> found = [];
            while (Parse() is { } frame && _early.Count < MaxFramesBeforeSnapshot)
            {
                _early.Enqueue(frame);
                found.Add(frame.Symbol);
            }

            found.Remove("");
            _symbol = found.Count == 1
                ? found.Single()
                : throw new InvalidDataException($"holds {string.Join(", ", found.Order())}: name one with --symbol");
        }

        return _symbol;
    }

    private void Begin(ReplayFrame snapshot)
    {
        if (!Market.TakeSnapshot(snapshot))
        {
            throw new InvalidDataException($"its snapshot: {Market.Fault}");
        }

        while (_early.TryPeek(out ReplayFrame? early) && early.LastUpdateId <= snapshot.LastUpdateId)
        {
            _early.Dequeue();
        }
    }

    private bool IsOurSnapshot(ReplayFrame frame) =>
        frame.IsSnapshot && (_symbol.Length == 0 || frame.Symbol.Length == 0 || frame.Symbol == _symbol);

    /// <summary>
    /// The next frame to play: early ones first; contained diffs, other instruments and snapshots that nobody needs left out.
    /// </summary>
    private ReplayFrame? ReadFrame()
    {
        while ((_early.TryDequeue(out ReplayFrame? early) ? early : Parse()) is { } frame)
        {
            if (frame.IsSnapshot)
            {
                if (!Market.HasBook && IsOurSnapshot(frame))
                {
                    return frame;
                }

                continue;
            }

            bool contained = Market.HasBook && frame.LastUpdateId != 0
                && frame.LastUpdateId <= Market.Book.LastUpdateId && frame.Kind == StreamKind.Depth100Ms;
            if (frame.Kind != StreamKind.None && !contained && IsOurs(frame))
            {
                return frame;
            }
        }

        return null;
    }

    /// <summary>Without a wish the first instrument that says something is ours.</summary>
    private bool IsOurs(ReplayFrame frame)
    {
        _symbol = _symbol.Length == 0 ? frame.Symbol : _symbol;
        return frame.Symbol == _symbol;
    }

    private ReplayFrame? Parse()
    {
        if (!_reader.TryRead(out long receivedNs, out byte[] json))
        {
            return null;
        }

        try
        {
            ReplayFrame frame = ReplayFrame.Parse(receivedNs, json);
            if (frame.IsSnapshot)
            {
                frame.Symbol = _reader.TakeSnapshotSymbol();
            }

            return frame;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"line {_reader.LineNumber}: {e.Message}", e);
        }
    }

    private void Play(ReplayFrame frame)
    {
        if (frame.IsSnapshot)
        {
            Market.TakeSnapshot(frame);
            return;
        }

        if (frame.Kind == StreamKind.Depth100Ms)
        {
            Market.TakeDiff(frame);
        }

        Published?.Invoke(frame.ToMessage());
        if (frame.Kind == StreamKind.Trade)
        {
            Market.Traded(frame);
        }
    }
}
