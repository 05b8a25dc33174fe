using Artic.Core.Domain;
using Artic.Messaging.Records;
using Artic.RiskManager.Limits;
using Artic.RiskManager.Scopes;
using Artic.RiskManager.Windows;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Exposure;

/// <summary>What the gate holds of one instrument. Thread: the loop's.</summary>
public sealed class InstrumentRisk
{
    private const int DefaultScale = 8;

    private RollingRange _mids;

    /// <param name="scope">Its limits, state and counts.</param>
    /// <param name="baseAsset">Number of the asset that is bought and sold.</param>
    /// <param name="quoteAsset">Number of the asset that it is paid with.</param>
    /// <param name="moveWindowNs">The window over which the book's moves are watched.</param>
    /// <param name="top">What books are read into; one for all instruments.</param>
    public InstrumentRisk(Scope scope, int baseAsset, int quoteAsset, long moveWindowNs, BookTop top)
    {
        Depth = new BookDepth(top);
        Scope = scope;
        BaseAsset = baseAsset;
        QuoteAsset = quoteAsset;
        _mids = new RollingRange(moveWindowNs);
    }

    /// <summary>Its limits, state and counts.</summary>
    public Scope Scope { get; }

    /// <summary>The number in all records.</summary>
    public uint InstrumentId => Scope.Id;

    /// <summary>Number of the asset that is bought and sold.</summary>
    public int BaseAsset { get; }

    /// <summary>Number of the asset that it is paid with.</summary>
    public int QuoteAsset { get; }

    /// <summary>The definition as it came; what checks look at is taken from it by <see cref="TakeDefinition"/>.</summary>
    public Instrument Definition { get; } = new();

    /// <summary>Prices are whole ticks; 0 before the definition is known.</summary>
    public long TickSize { get; private set; }

    /// <summary>Quantities are whole lots; 0: any.</summary>
    public long LotSize { get; private set; }

    /// <summary>The least quantity.</summary>
    public long MinQuantity { get; private set; }

    /// <summary>The largest quantity; 0: the venue names none.</summary>
    public long MaxQuantity { get; private set; }

    /// <summary>The least value, at scale 8.</summary>
    public long MinNotional { get; private set; }

    /// <summary>Decimal places of prices.</summary>
    public int PriceScale { get; private set; } = DefaultScale;

    /// <summary>Decimal places of quantities.</summary>
    public int QuantityScale { get; private set; } = DefaultScale;

    /// <summary>CLOCK_MONOTONIC at which the definition came.</summary>
    public long DefinedNs { get; set; }

    /// <summary>Best bid of the last quote.</summary>
    public long BidPrice { get; set; }

    /// <summary>Best offer of the last quote.</summary>
    public long AskPrice { get; set; }

    /// <summary>CLOCK_MONOTONIC at which the last quote was received; 0 before the first.</summary>
    public long QuoteNs { get; set; }

    /// <summary>The book is known to be right.</summary>
    public bool IsLive { get; set; }

    /// <summary>Price of the last trade; 0 before the first.</summary>
    public long LastTradePrice { get; set; }

    /// <summary>The first mid of the UTC day; 0 before it.</summary>
    public long ReferencePrice { get; set; }

    /// <summary>The mids of the last while.</summary>
    public ref RollingRange Mids => ref _mids;

    /// <summary>The best levels, as they came.</summary>
    public BookDepth Depth { get; }

    /// <summary>Position by the fills of this run.</summary>
    public NetPosition Position { get; } = new();

    /// <summary>What open buys may still buy, at the worst.</summary>
    public long OpenBuyQuantity { get; set; }

    /// <summary>What open sells may still sell, at the worst.</summary>
    public long OpenSellQuantity { get; set; }

    /// <summary>Fees so far in price units times quantity units.</summary>
    public Int128 Fees { get; set; }

    /// <summary>The result that the sum over all instruments contains, at scale 8.</summary>
    public long CountedPnl { get; set; }

    /// <summary>The exposure that the sums over all instruments contain.</summary>
    public InstrumentExposure Counted { get; set; }

    /// <summary>What a unit of value adds to the value at risk, from marks; 0: not known.</summary>
    public long ShareBps { get; set; }

    /// <summary>The same by configuration or command: its own, or else the account's.</summary>
    public long ConfiguredShareBps { get; private set; }

    /// <summary>What a unit of value adds to the value at risk, as far as it is known.</summary>
    public long ValueAtRiskShareBps => ShareBps > 0 ? ShareBps : ConfiguredShareBps;

    /// <summary>The open buy with the highest price among own orders; -1: none.</summary>
    public int BestOwnBuy { get; set; } = -1;

    /// <summary>The open sell with the lowest price among own orders; -1: none.</summary>
    public int BestOwnSell { get; set; } = -1;

    /// <summary>The middle of the book; before the first quote the average price of the position.</summary>
    public long Mark =>
        BidPrice > 0 ? BidPrice + ((AskPrice - BidPrice) / 2) : Position.AveragePrice;

    /// <summary>A quantity at the mark, as raw money.</summary>
    public Int128 ValueOf(Int128 quantity) => Money.Raw(Mark, quantity, PriceScale + QuantityScale);

    /// <summary>Result so far at the mid, fees off, at scale 8.</summary>
    public long Pnl() => PnlOf(Position, Fees);

    /// <summary>The result of a position in this instrument at the mid, fees off, at scale 8.</summary>
    public long PnlOf(NetPosition position, Int128 fees)
    {
        Int128 result = position.RealizedPnl + position.UnrealizedPnl(Mark) - fees;
        return Money.Truncated(Money.Raw(result, PriceScale + QuantityScale));
    }

    /// <summary>Takes what it needs of the limits anew.</summary>
    public void TakeLimits(LimitSet account)
    {
        long own = Scope.Limits[LimitName.ValueAtRiskShareBps];
        ConfiguredShareBps = own != LimitSet.None ? own : account[LimitName.ValueAtRiskShareBps];
    }

    /// <summary>The definition was read: takes what the checks look at, so that it lies with the rest of the instrument.</summary>
    public void TakeDefinition()
    {
        TickSize = Definition.TickSize;
        LotSize = Definition.LotSize;
        MinQuantity = Definition.MinQuantity;
        MaxQuantity = Definition.MaxQuantity;
        PriceScale = Definition.PriceScale == 0 ? DefaultScale : (int)Definition.PriceScale;
        QuantityScale = Definition.QuantityScale == 0 ? DefaultScale : (int)Definition.QuantityScale;
        MinNotional = Money.AtScale(Definition.MinNotional, PriceScale);
    }

    /// <summary>Writes definition, market and exposure; not the orders, which are built again from theirs.</summary>
    public void Save(StateWriter state)
    {
        state.Section("instrument");
        state.Write((int)InstrumentId);
        state.WriteMessage(Definition);
        state.Write(DefinedNs);
        state.Write(BidPrice);
        state.Write(AskPrice);
        state.Write(QuoteNs);
        state.Write(IsLive);
        state.Write(LastTradePrice);
        state.Write(ReferencePrice);
        Mids.Save(state);
        Depth.Save(state);
        state.Write(Position.Quantity);
        state.Write(Position.Cost);
        state.Write(Position.RealizedPnl);
        state.Write(Fees);
        state.Write(CountedPnl);
        state.Write(ShareBps);
    }

    /// <summary>Takes what another one of the same instrument held.</summary>
    public void Load(StateReader state)
    {
        state.Section("instrument");
        state.NeedCount((int)InstrumentId);
        state.ReadMessage(Definition);
        TakeDefinition();
        DefinedNs = state.ReadInt64();
        BidPrice = state.ReadInt64();
        AskPrice = state.ReadInt64();
        QuoteNs = state.ReadInt64();
        IsLive = state.ReadBoolean();
        LastTradePrice = state.ReadInt64();
        ReferencePrice = state.ReadInt64();
        Mids.Load(state);
        Depth.Load(state);
        Position.Restore(state.ReadInt64(), state.ReadInt128(), state.ReadInt128());
        Fees = state.ReadInt128();
        CountedPnl = state.ReadInt64();
        ShareBps = state.ReadInt64();
    }
}
