using Artic.Streams.Steps;
using Artic.Venues.Books;
using Artic.Venues.Text;

namespace Artic.Venues.Okx;

/// <summary>
/// A book by OKX's rules (v5, order book channel): a snapshot, then updates, each of which names the update before it, also
/// where maintenance has set the count back; and a signed CRC-32 over the best 25 levels a side. Where a message bears
/// neither, which old captures lack, nothing can be held against it.
/// </summary>
public sealed class OkxKeeper : BookKeeper
{
    private const int ChecksumLevels = 25;
    private const int LongestNumber = WireDecimal.MaxLength + WireDecimal.MaxDecimals + 1;

    private readonly byte[] _text = new byte[4 * ChecksumLevels * LongestNumber];
    private bool _hasSequence;
    private long _previousUpdateId;

    /// <inheritdoc/>
    public override bool SeesEveryLoss => _hasSequence;

    /// <summary>CRC-32 of <c>bid:size:ask:size:...</c> from the best level on; a side that has ended is passed over.</summary>
    public uint Checksum()
    {
        int at = 0;
        for (int i = 0; i < ChecksumLevels; i++)
        {
            at = Write(Book.Bids, i, at);
            at = Write(Book.Asks, i, at);
        }

        return Crc32.Of(_text.AsSpan(0, Math.Max(0, at - 1)));
    }

    /// <inheritdoc/>
    public override void Save(StateWriter state)
    {
        base.Save(state);
        state.Write(_hasSequence);
        state.Write(_previousUpdateId);
    }

    /// <inheritdoc/>
    public override void Load(StateReader state)
    {
        base.Load(state);
        _hasSequence = state.ReadBoolean();
        _previousUpdateId = state.ReadInt64();
    }

    /// <inheritdoc/>
    protected override BookOutcome TakeSnapshot(MarketFrame frame, in MarketEvent snapshot)
    {
        Replace(frame, snapshot);
        BookOutcome outcome = Judge(snapshot);
        return outcome == BookOutcome.Applied ? GoLive() : outcome;
    }

    /// <inheritdoc/>
    protected override BookOutcome TakeDelta(MarketFrame frame, in MarketEvent delta)
    {
        if (!IsLive)
        {
            return BookOutcome.NeedsSnapshot;
        }

        if (_hasSequence && !delta.HasSequence)
        {
            return Fail(BookOutcome.Gap);
        }

        if (_hasSequence && delta.PreviousUpdateId != UpdateId)
        {
            // Only the very message that was applied last is known to be old: after maintenance a lower id is new.
            bool isRepeated = delta.UpdateId == UpdateId && delta.PreviousUpdateId == _previousUpdateId;
            return isRepeated ? BookOutcome.Old : Fail(BookOutcome.Gap);
        }

        Book.Set(frame.Bids(delta), frame.Asks(delta));
        return Judge(delta);
    }

    private BookOutcome Judge(in MarketEvent change)
    {
        _hasSequence = change.HasSequence;
        UpdateId = change.UpdateId;
        _previousUpdateId = change.PreviousUpdateId;
        if (change.HasChecksum && !Agrees(Checksum(), change.Checksum))
        {
            return Fail(BookOutcome.ChecksumFailed);
        }

        return Book.IsCrossed ? Fail(BookOutcome.Crossed) : BookOutcome.Applied;
    }

    private int Write(BookSide side, int depth, int at)
    {
        if (depth >= side.Count)
        {
            return at;
        }

        BookLevel level = side.LevelAt(depth);
        at += WireDecimal.Format(level.Price, Book.PriceScale, level.PriceDecimals, _text.AsSpan(at));
        _text[at++] = (byte)':';
        at += WireDecimal.Format(level.Quantity, WireDecimal.Scale, level.QuantityDecimals, _text.AsSpan(at));
        _text[at++] = (byte)':';
        return at;
    }
}
