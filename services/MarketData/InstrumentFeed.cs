using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;
using Artic.Venues.Books;

namespace Artic.MarketData;

/// <summary>All that the market data loop holds for one instrument. Thread: the loop's.</summary>
/// <param name="instrumentId">The number in all records.</param>
/// <param name="symbol">The configured name, upper case.</param>
/// <param name="venueSymbol">The venue's name.</param>
/// <param name="connection">Which connection carries it.</param>
/// <param name="keeper">Keeps its book by the venue's rules.</param>
/// <param name="silenceNs">A live book without a message for so long is doubted; 0: never.</param>
/// <param name="bars">Which bars are formed.</param>
public sealed class InstrumentFeed(
    uint instrumentId, string symbol, string venueSymbol, int connection, BookKeeper keeper, long silenceNs, params BarRule[] bars)
{
    /// <summary>The number in all records.</summary>
    public uint InstrumentId { get; } = instrumentId;

    /// <summary>The configured name, upper case.</summary>
    public string Symbol { get; } = symbol;

    /// <summary>The venue's name.</summary>
    public string VenueSymbol { get; } = venueSymbol;

    /// <summary>The same in ASCII.</summary>
    public byte[] SymbolBytes { get; } = System.Text.Encoding.ASCII.GetBytes(venueSymbol);

    /// <summary>Which connection carries it.</summary>
    public int Connection { get; } = connection;

    /// <summary>A live book without a message for so long is doubted; 0: never.</summary>
    public long SilenceNs { get; } = silenceNs;

    /// <summary>What keeps the book right, or absent.</summary>
    public BookKeeper Keeper { get; } = AtUsualScale(keeper);

    /// <summary>Decimal scale of its prices: 8 until a definition says another.</summary>
    public int PriceScale => Keeper.Book.PriceScale;

    /// <summary>A strategy trades it: it must have the scale that orders have.</summary>
    public bool IsTraded { get; init; }

    /// <summary>Bars, one for each rule.</summary>
    public BarBuilder[] Bars { get; } = Array.ConvertAll(bars, rule => new BarBuilder(instrumentId, rule));

    /// <summary>The last published quote.</summary>
    public Quote Quote { get; } = new() { InstrumentId = instrumentId };

    /// <summary>When the last message about its book came; CLOCK_MONOTONIC. For the edge, in no snapshot.</summary>
    public long HeardNs { get; set; }

    /// <summary>The newest trade's number; 0 before one.</summary>
    public long LastTradeId { get; set; }

    /// <summary>The venue's id of the state in which the book went live; 0 where it has none.</summary>
    public long SnapshotUpdateId { get; set; }

    /// <summary>The next quote is on record even where it says what the last one said.</summary>
    public bool NeedsQuote { get; set; } = true;

    /// <summary>LIVE, RESYNCING or STALE.</summary>
    public FeedState State { get; set; } = FeedState.Unspecified;

    /// <summary>A snapshot is to be fetched.</summary>
    public bool WantsSnapshot { get; set; }

    /// <summary>The definition is on record.</summary>
    public bool IsDefined { get; set; }

    /// <summary>Its definition came and cannot be traded: it is served neither as defined nor with a book.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Its definition is to be fetched.</summary>
    public bool NeedsDefinition => !IsDefined && !IsRefused;

    /// <summary>A book came whose prices need another scale than 8, before the definition: the next one is asked for then.</summary>
    public bool MissedBook { get; set; }

    /// <summary>Holes in the sequence.</summary>
    public ulong Gaps { get; set; }

    /// <summary>Times the book was built anew after it had been live.</summary>
    public ulong Resyncs { get; set; }

    /// <summary>
    /// From here on its prices are at another scale. The book is withdrawn, and what bars have open is brought along.
    /// </summary>
    public void SetPriceScale(int scale)
    {
        Keeper.FixPriceScale(scale);
        foreach (BarBuilder bars in Bars)
        {
            bars.Rescale(scale);
        }
    }

    /// <summary>Writes the state of the instrument.</summary>
    public void Save(StateWriter state)
    {
        state.Section("feed");
        state.Write(InstrumentId);
        state.Write((int)State);
        state.Write(WantsSnapshot);
        state.Write(IsDefined);
        state.Write(IsRefused);
        state.Write(MissedBook);
        state.Write(LastTradeId);
        state.Write(NeedsQuote);
        state.Write(SnapshotUpdateId);
        state.Write(Gaps);
        state.Write(Resyncs);
        state.WriteMessage(Quote);
        state.Write(Bars.Length);
        foreach (BarBuilder bars in Bars)
        {
            bars.Save(state);
        }

        Keeper.Save(state);
    }

    /// <summary>Takes the state that another one of the same instrument had.</summary>
    public void Load(StateReader state)
    {
        state.Section("feed");
        state.NeedCount((int)InstrumentId);
        State = (FeedState)state.ReadInt32();
        WantsSnapshot = state.ReadBoolean();
        IsDefined = state.ReadBoolean();
        IsRefused = state.ReadBoolean();
        MissedBook = state.ReadBoolean();
        LastTradeId = state.ReadInt64();
        NeedsQuote = state.ReadBoolean();
        SnapshotUpdateId = state.ReadInt64();
        Gaps = state.ReadUInt64();
        Resyncs = state.ReadUInt64();
        state.ReadMessage(Quote);
        state.NeedCount(Bars.Length);
        foreach (BarBuilder bars in Bars)
        {
            bars.Load(state);
        }

        Keeper.Load(state);
    }

    private static BookKeeper AtUsualScale(BookKeeper keeper)
    {
        keeper.FixPriceScale(PriceScales.Usual);
        return keeper;
    }
}
