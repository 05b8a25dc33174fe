using Artic.MarketData.Binance;
using Artic.MarketData.Books;
using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.MarketData;

/// <summary>All that the market data loop holds for one instrument. Thread: the loop's.</summary>
public sealed class InstrumentFeed(uint instrumentId, string symbol, params BarRule[] bars)
{
    /// <summary>The number in all records.</summary>
    public uint InstrumentId { get; } = instrumentId;

    /// <summary>The venue's name, upper case.</summary>
    public string Symbol { get; } = symbol;

    /// <summary>The same in ASCII.</summary>
    public byte[] SymbolBytes { get; } = System.Text.Encoding.ASCII.GetBytes(symbol);

    /// <summary>The book.</summary>
    public OrderBook Book { get; } = new();

    /// <summary>Diffs that wait for a snapshot.</summary>
    public PendingDiffs Pending { get; } = new();

    /// <summary>Bars, one for each rule.</summary>
    public BarBuilder[] Bars { get; } = Array.ConvertAll(bars, rule => new BarBuilder(instrumentId, rule));

    /// <summary>The last published quote.</summary>
    public Quote Quote { get; } = new() { InstrumentId = instrumentId };

    /// <summary>LIVE, RESYNCING or STALE.</summary>
    public FeedState State { get; set; } = FeedState.Unspecified;

    /// <summary>A snapshot is to be fetched.</summary>
    public bool WantsSnapshot { get; set; }

    /// <summary>The definition is on record.</summary>
    public bool IsDefined { get; set; }

    /// <summary>Holes in the sequence.</summary>
    public ulong Gaps { get; set; }

    /// <summary>Times the book was built anew after it had been live.</summary>
    public ulong Resyncs { get; set; }

    /// <summary>Writes the state of the instrument.</summary>
    public void Save(StateWriter state)
    {
        state.Section("feed");
        state.Write(InstrumentId);
        state.Write((int)State);
        state.Write(WantsSnapshot);
        state.Write(IsDefined);
        state.Write(Gaps);
        state.Write(Resyncs);
        state.WriteMessage(Quote);
        state.Write(Bars.Length);
        foreach (BarBuilder bars in Bars)
        {
            bars.Save(state);
        }

        Pending.Save(state);
        Book.Save(state);
    }

    /// <summary>Takes the state that another one of the same instrument had.</summary>
    public void Load(StateReader state)
    {
        state.Section("feed");
        state.NeedCount((int)InstrumentId);
        State = (FeedState)state.ReadInt32();
        WantsSnapshot = state.ReadBoolean();
        IsDefined = state.ReadBoolean();
        Gaps = state.ReadUInt64();
        Resyncs = state.ReadUInt64();
        state.ReadMessage(Quote);
        state.NeedCount(Bars.Length);
        foreach (BarBuilder bars in Bars)
        {
            bars.Load(state);
        }

        Pending.Load(state);
        Book.Load(state);
    }
}
