using Artic.RiskManager.Exposure;
using Artic.RiskManager.Limits;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager.Kills;

/// <summary>
/// How large an order that flattens may be: never past flat, whole lots, not above the largest order of venue and limits, and
/// no more than the balance gives. Thread: the loop's. Allocates nothing.
/// </summary>
/// <param name="books">What is looked at.</param>
public sealed class FlattenSizing(RiskBooks books)
{
    private const int BpsOfOne = 10_000;

    /// <summary>The largest order of at most <paramref name="wanted"/>; 0: the venue takes none so small.</summary>
    public static long Tradable(InstrumentRisk instrument, long wanted)
    {
        Instrument definition = instrument.Definition;
        long lot = Math.Max(1, definition.LotSize);
        long quantity = wanted / lot * lot;
        long least = Money.AtScale(definition.MinNotional, instrument.PriceScale);
        return quantity >= Math.Max(1, definition.MinQuantity) && ValueOf(instrument, quantity) >= least ? quantity : 0;
    }

    /// <summary>The same of what may be sent now; 0: nothing.</summary>
    public long Sendable(InstrumentRisk instrument, StrategyRisk? strategy, bool isBuy, long wanted)
    {
        long most = wanted;
        if (instrument.MaxQuantity > 0)
        {
            most = Math.Min(most, instrument.MaxQuantity);
        }

        most = CutTo(most, books.Scopes.Firm, instrument, isBuy);
        most = CutTo(most, books.Scopes.Account, instrument, isBuy);
        most = CutTo(most, books.Scopes.Venue, instrument, isBuy);
        most = CutTo(most, instrument.Scope, instrument, isBuy);
        if (strategy != null)
        {
            most = CutTo(most, strategy.Scope, instrument, isBuy);
        }

        return Tradable(instrument, CutToBalance(most, instrument, isBuy));
    }

    /// <summary>The price that an order is likely to meet at the worst.</summary>
    private long WorstPrice(InstrumentRisk instrument, bool isBuy)
    {
        Int128 slip = books.Limits[LimitName.MarketSlippageBps];
        return isBuy
            ? (long)Int128.Min(((Int128)instrument.AskPrice * (BpsOfOne + slip) / BpsOfOne) + 1, Money.Most)
            : instrument.BidPrice;
    }

    private static long ValueOf(InstrumentRisk instrument, long quantity) => Money.FromRaw(
        Money.Raw(instrument.BidPrice, quantity, instrument.PriceScale + instrument.QuantityScale));

    private long CutTo(long quantity, Scope scope, InstrumentRisk instrument, bool isBuy)
    {
        quantity = Math.Min(quantity, scope.Limits[LimitName.MaxOrderQuantity]);
        long value = scope.Limits[LimitName.MaxOrderValue];
        return value == LimitSet.None ? quantity : Math.Min(quantity, Affordable(value, WorstPrice(instrument, isBuy)));
    }

    private long CutToBalance(long quantity, InstrumentRisk instrument, bool isBuy)
    {
        int asset = isBuy ? instrument.QuoteAsset : instrument.BaseAsset;
        if (!books.Balances.IsKnown(asset))
        {
            return quantity;
        }

        long available = Math.Max(0, books.Balances.Available(asset));
        if (!isBuy)
        {
            return Math.Min(quantity, available);
        }

        Int128 fee = books.Limits[LimitName.FeeBps];
        return Math.Min(quantity, Affordable((long)((Int128)available * BpsOfOne / (BpsOfOne + fee)), WorstPrice(instrument, isBuy)));
    }

    /// <summary>What so much money buys; orders are of instruments with scale 8 alone.</summary>
    private static long Affordable(long value, long price) => price <= 0
        ? 0
        : (long)Int128.Min((Int128)value * 100_000_000 / price, Money.Most);
}
