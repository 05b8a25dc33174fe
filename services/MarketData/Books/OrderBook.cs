using Artic.MarketData.Binance;
using Artic.Streams.Steps;

namespace Artic.MarketData.Books;

/// <summary>
/// The order book of one instrument by Binance's spot rules (web-socket-streams, "How to manage a local order book
/// correctly"): a snapshot, then every diff in its order without a hole. Thread: one; no I/O, no clock.
/// </summary>
public sealed class OrderBook
{
    /// <summary>Bids.</summary>
    public BookSide Bids { get; } = new(isBid: true);

    /// <summary>Asks.</summary>
    public BookSide Asks { get; } = new(isBid: false);

    /// <summary>True between a snapshot and the next reason to doubt.</summary>
    public bool IsLive { get; private set; }

    /// <summary>The venue's id of the last applied update.</summary>
    public long UpdateId { get; private set; }

    /// <summary>Drops the book: it is not known to be right.</summary>
    public void Withdraw()
    {
        IsLive = false;
        Bids.Clear();
        Asks.Clear();
        UpdateId = 0;
    }

    /// <summary>Takes a whole snapshot in place of what was there.</summary>
    public void ApplySnapshot(BinanceMessage snapshot)
    {
        Bids.Clear();
        Asks.Clear();
        Apply(snapshot);
        UpdateId = snapshot.LastUpdateId;
        IsLive = true;
    }

    /// <summary>Applies a diff if it is the next one.</summary>
    public DiffOutcome ApplyDiff(BinanceMessage diff)
    {
        if (diff.LastUpdateId <= UpdateId)
        {
            return DiffOutcome.Old;
        }

        if (diff.FirstUpdateId > UpdateId + 1)
        {
            return DiffOutcome.Gap;
        }

        Apply(diff);
        UpdateId = diff.LastUpdateId;
        return Bids.Count > 0 && Asks.Count > 0 && Bids.BestPrice >= Asks.BestPrice
            ? DiffOutcome.Crossed
            : DiffOutcome.Applied;
    }

    /// <summary>Writes the book.</summary>
    public void Save(StateWriter state)
    {
        state.Write(IsLive);
        state.Write(UpdateId);
        Bids.Save(state);
        Asks.Save(state);
    }

    /// <summary>Takes the book that another one was.</summary>
    public void Load(StateReader state)
    {
        IsLive = state.ReadBoolean();
        UpdateId = state.ReadInt64();
        Bids.Load(state);
        Asks.Load(state);
    }

    private void Apply(BinanceMessage levels)
    {
        for (int i = 0; i < levels.Bids.Count; i++)
        {
            Bids.Set(levels.Bids.Prices[i], levels.Bids.Quantities[i]);
        }

        for (int i = 0; i < levels.Asks.Count; i++)
        {
            Asks.Set(levels.Asks.Prices[i], levels.Asks.Quantities[i]);
        }
    }
}

/// <summary>What became of a diff.</summary>
public enum DiffOutcome
{
    /// <summary>It was the next one.</summary>
    Applied,

    /// <summary>The book already contains it.</summary>
    Old,

    /// <summary>At least one before it is missing.</summary>
    Gap,

    /// <summary>It left a bid at or above an ask.</summary>
    Crossed,
}
