using Artic.Core.Domain;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Languages;

/// <summary>The market's trades since the venue began: the last ones, and what tickers say of all. Thread: the engine's.</summary>
public sealed class TradeTape
{
    /// <summary>How many of the last trades are kept.</summary>
    public const int Kept = 50;

    private readonly Queue<PublicTrade> _last = new();

    /// <summary>The last trades, oldest first.</summary>
    public IReadOnlyCollection<PublicTrade> Recent => _last;

    /// <summary>The last trade; null where there was none.</summary>
    public PublicTrade? Last { get; private set; }

    /// <summary>Price of the first trade, 0 where there was none.</summary>
    public long OpenE8 { get; private set; }

    /// <summary>The highest price.</summary>
    public long HighE8 { get; private set; }

    /// <summary>The lowest price.</summary>
    public long LowE8 { get; private set; }

    /// <summary>The sum of quantities.</summary>
    public long VolumeE8 { get; private set; }

    /// <summary>The sum of quote amounts.</summary>
    public long QuoteVolumeE8 { get; private set; }

    /// <summary>Average price by quantity, cut off at scale 8; 0 where there was no trade.</summary>
    public long AveragePriceE8 => VolumeE8 == 0 ? 0 : Bounded((Int128)QuoteVolumeE8 * Instrument.UnitE8 / VolumeE8);

    /// <summary>A trade happened.</summary>
    public void Add(PublicTrade trade)
    {
        OpenE8 = Last is null ? trade.PriceE8 : OpenE8;
        HighE8 = Math.Max(HighE8, trade.PriceE8);
        LowE8 = Last is null ? trade.PriceE8 : Math.Min(LowE8, trade.PriceE8);
        VolumeE8 = Bounded((Int128)VolumeE8 + trade.QuantityE8);
        QuoteVolumeE8 = Bounded(QuoteVolumeE8 + FixedPoint.Notional(
            trade.PriceE8, Instrument.Scale, trade.QuantityE8, Instrument.Scale, Instrument.Scale));
        Last = trade;
        _last.Enqueue(trade);
        if (_last.Count > Kept)
        {
            _last.Dequeue();
        }
    }

    /// <summary>A day of any real market fits; what a foreign capture or a mirrored venue makes up stops at the largest number.</summary>
    private static long Bounded(Int128 value) => (long)Int128.Clamp(value, long.MinValue, long.MaxValue);
}
