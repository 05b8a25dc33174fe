using Artic.RiskManager.Exposure;
using Artic.RiskManager.Limits;
using Artic.V1;

namespace Artic.RiskManager.Checks;

/// <summary>Whether the market is known well enough to trade. Thread: the loop's. Allocates nothing.</summary>
public static class MarketChecks
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>The first that the order fails; unspecified: none.</summary>
    public static DenialCode Run(OrderCheck order) =>
        ReferenceDataAge(order) && order.Stands(DenialCode.ReferenceDataAge) ? DenialCode.ReferenceDataAge
        : !order.Instrument.IsLive ? DenialCode.MarketNotLive
        : order.Instrument.QuoteNs == 0 ? DenialCode.MarketNoQuote
        : MarketStale(order) && order.Stands(DenialCode.MarketStale) ? DenialCode.MarketStale
        : MarketMoved(order) && order.Stands(DenialCode.MarketMoved) ? DenialCode.MarketMoved
        : DenialCode.Unspecified;

    /// <summary>How far two prices are apart in hundredths of a per cent of the second, rounded up.</summary>
    public static long Bps(Int128 difference, Int128 of)
    {
        if (of <= 0)
        {
            return Money.Most;
        }

        // Nearly all prices are small enough for the processor's own division.
        return difference <= long.MaxValue / 20_000 && of <= long.MaxValue / 2
            ? (((long)difference * 10_000) + (long)of - 1) / (long)of
            : (long)Int128.Min(((difference * 10_000) + of - 1) / of, Money.Most);
    }

    private static bool ReferenceDataAge(OrderCheck order)
    {
        long ageNs = order.NowNs - order.Instrument.DefinedNs;
        long mostNs = order.Strategy.Tightest(LimitName.ReferenceDataAgeMs) * NanosecondsPerMillisecond;
        return ageNs > mostNs && order.Deny(mostNs, ageNs);
    }

    private static bool MarketStale(OrderCheck order)
    {
        long ageNs = order.NowNs - order.Instrument.QuoteNs;
        long mostNs = order.Strategy.Tightest(LimitName.StaleQuoteMs) * NanosecondsPerMillisecond;
        return ageNs > mostNs && order.Deny(mostNs, ageNs);
    }

    private static bool MarketMoved(OrderCheck order)
    {
        InstrumentRisk instrument = order.Instrument;
        instrument.Mids.Advance(order.NowNs);
        return !order.Reduces && instrument.Mids.HasValue && order.IsAbove(
            order.Scopes, LimitName.MarketMoveBps,
            Bps((Int128)instrument.Mids.High - instrument.Mids.Low, instrument.Mids.Low));
    }
}
