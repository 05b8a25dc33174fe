using Artic.Core.Domain;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.PositionTracker;

/// <summary>
/// Position, result and asset balances of one instrument by its fills, and the comparison with the venue's account.
/// Money is at scale 8 of the quote asset. Thread: the loop's.
/// </summary>
public sealed class TrackedInstrument(uint instrumentId)
{
    private const int Scale = 8;

    private Int128 _fees;
    private long _baseChange;
    private long _quoteChange;
    private long _baseBefore;
    private long _quoteBefore;
    private bool _hasBaseline;
    private bool _matchedLast = true;

    /// <summary>The number in all records.</summary>
    public uint InstrumentId { get; } = instrumentId;

    /// <summary>Position and realised result.</summary>
    public NetPosition Net { get; } = new();

    /// <summary>The mid; 0 before the first quote.</summary>
    public long MarkPrice { get; private set; }

    /// <summary>Trades so far.</summary>
    public ulong Fills { get; private set; }

    /// <summary>Comparisons so far.</summary>
    public ulong Checks { get; private set; }

    /// <summary>Differences that two comparisons in a row have shown.</summary>
    public ulong Breaks { get; private set; }

    /// <summary>Realised result before fees.</summary>
    public long RealizedPnl => ToMoney(Net.RealizedPnl);

    /// <summary>Result of the open quantity at the mid.</summary>
    public long UnrealizedPnl => MarkPrice == 0 ? 0 : ToMoney(Net.UnrealizedPnl(MarkPrice));

    /// <summary>All fees at the price of their fill.</summary>
    public long Fees => ToMoney(_fees);

    /// <summary>Worth of the open quantity at the mid.</summary>
    public long Value => ToMoney((Int128)MarkPrice * Net.Quantity);

    /// <summary>Takes a quote.</summary>
    public void OnQuote(Quote quote) => MarkPrice = quote.BidPrice + ((quote.AskPrice - quote.BidPrice) / 2);

    /// <summary>Takes a fill.</summary>
    public void OnFill(Fill fill)
    {
        bool buy = fill.Side == Side.Buy;
        Net.Apply(buy, fill.Price, fill.Quantity);
        Fills++;
        long quote = fill.QuoteQuantity > 0
            ? fill.QuoteQuantity
            : (long)FixedPoint.Notional(fill.Price, Scale, fill.Quantity, Scale, Scale);
        _baseChange += buy ? fill.Quantity : -fill.Quantity;
        _quoteChange += buy ? -quote : quote;
        switch (fill.FeeAsset)
        {
            case FeeAsset.Base:
                _baseChange -= fill.Fee;
                _fees += (Int128)fill.Fee * fill.Price;
                break;
            case FeeAsset.Quote:
                _quoteChange -= fill.Fee;
                _fees += (Int128)fill.Fee * FixedPoint.PowerOfTen(Scale);
                break;
            default:
                break;
        }
    }

    /// <summary>
    /// Compares with the venue. The first snapshot of a run is what the later ones are measured from. One difference may
    /// be a fill on its way; a second one in a row is a break. While the engine still asks what became of an order, a difference
    /// says nothing, and nothing is measured from such a snapshot.
    /// </summary>
    public void Compare(AccountSnapshot snapshot, Reconciliation result)
    {
        bool isSettled = snapshot.UnsettledOrders == 0;
        if (!_hasBaseline)
        {
            _hasBaseline = isSettled;
            _baseBefore = snapshot.BaseTotal - _baseChange;
            _quoteBefore = snapshot.QuoteTotal - _quoteChange;
        }

        result.InstrumentId = InstrumentId;
        result.BaseExpected = _baseBefore + _baseChange;
        result.BaseActual = snapshot.BaseTotal;
        result.QuoteExpected = _quoteBefore + _quoteChange;
        result.QuoteActual = snapshot.QuoteTotal;
        result.Matches = result.BaseExpected == result.BaseActual && result.QuoteExpected == result.QuoteActual;
        result.IsBreak = isSettled && !result.Matches && !_matchedLast;
        _matchedLast = result.Matches || (_matchedLast && !isSettled);
        Checks++;
        Breaks += result.IsBreak ? 1UL : 0;
        result.Checks = Checks;
        result.Breaks = Breaks;
    }

    /// <summary>Writes position, fees and the comparison's baseline.</summary>
    public void Save(StateWriter state)
    {
        state.Section("tracked instrument");
        state.Write(InstrumentId);
        state.Write(Net.Quantity);
        state.Write(Net.Cost);
        state.Write(Net.RealizedPnl);
        state.Write(MarkPrice);
        state.Write(Fills);
        state.Write(Checks);
        state.Write(Breaks);
        state.Write(_fees);
        state.WriteAll([_baseChange, _quoteChange, _baseBefore, _quoteBefore]);
        state.Write(_hasBaseline);
        state.Write(_matchedLast);
    }

    /// <summary>Takes what another one of the same instrument held.</summary>
    public void Load(StateReader state)
    {
        state.Section("tracked instrument");
        state.NeedCount((int)InstrumentId);
        Net.Restore(state.ReadInt64(), state.ReadInt128(), state.ReadInt128());
        MarkPrice = state.ReadInt64();
        Fills = state.ReadUInt64();
        Checks = state.ReadUInt64();
        Breaks = state.ReadUInt64();
        _fees = state.ReadInt128();
        Span<long> balances = stackalloc long[4];
        state.ReadAll(balances);
        (_baseChange, _quoteChange, _baseBefore, _quoteBefore) = (balances[0], balances[1], balances[2], balances[3]);
        _hasBaseline = state.ReadBoolean();
        _matchedLast = state.ReadBoolean();
    }

    private static long ToMoney(Int128 product) => (long)(product / FixedPoint.PowerOfTen(Scale));
}
