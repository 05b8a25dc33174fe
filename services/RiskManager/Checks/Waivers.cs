using Artic.V1;

namespace Artic.RiskManager.Checks;

/// <summary>
/// Which checks a named person may waive for one order: those of limits, of ages and of times. Never what says that the order
/// cannot be, that the venue or the law would not have it, or that nothing may trade. Thread: any.
/// </summary>
public static class Waivers
{
    private static readonly DenialCode[] s_waivable =
    [
        DenialCode.IntentExpired, DenialCode.HoursClosed, DenialCode.ClockStep, DenialCode.ClockOffset,
        DenialCode.ReferenceDataAge, DenialCode.MarketStale, DenialCode.MarketMoved, DenialCode.OrderMaxQuantity,
        DenialCode.OrderMaxValue, DenialCode.OrderPriceCollar, DenialCode.OrderTradeCollar, DenialCode.OrderReferenceCollar,
        DenialCode.OrderDuplicate, DenialCode.PositionLimit, DenialCode.ExposureGross, DenialCode.ExposureNet,
        DenialCode.ExposureConcentration, DenialCode.ExposureValueAtRisk, DenialCode.LossDaily, DenialCode.LossRolling,
        DenialCode.LossDrawdown, DenialCode.LossStreak, DenialCode.OrderCount, DenialCode.OrderRate, DenialCode.CancelRate,
        DenialCode.OrderToTrade,
    ];

    /// <summary>All of them.</summary>
    public static ReadOnlySpan<DenialCode> All => s_waivable;

    /// <summary>True where it may be waived.</summary>
    public static bool Includes(DenialCode code) => Array.IndexOf(s_waivable, code) >= 0;
}
