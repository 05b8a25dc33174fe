using Artic.V1;

namespace Artic.RiskManager;

/// <summary>Sorts denials into kinds.</summary>
public static class DenialKinds
{
    /// <summary>The kind of a denial by the risk manager.</summary>
    public static DenialKind Of(DenialCode code) => code switch
    {
        DenialCode.MarketNotLive or DenialCode.MarketNoQuote or DenialCode.MarketStale or DenialCode.MarketMoved or
            DenialCode.ReferenceDataAge => DenialKind.Market,
        DenialCode.InstrumentUnknown or DenialCode.InstrumentTick or DenialCode.InstrumentLot or DenialCode.InstrumentMinNotional or
            DenialCode.InstrumentMaxQuantity or DenialCode.OrderMaxQuantity or DenialCode.OrderMaxValue or
            DenialCode.OrderPriceCollar or DenialCode.OrderTradeCollar or DenialCode.OrderReferenceCollar or
            DenialCode.OrderSelfTrade or DenialCode.OrderDuplicate or DenialCode.OrderMalformed or DenialCode.StrategyUnknown or
            DenialCode.StrategyInstrument => DenialKind.Order,
        DenialCode.PositionLimit or DenialCode.ExposureGross or DenialCode.ExposureNet or DenialCode.ExposureConcentration or
            DenialCode.ExposureValueAtRisk or DenialCode.BalanceUnknown or DenialCode.BalanceInsufficient => DenialKind.Exposure,
        DenialCode.LossDaily or DenialCode.LossRolling or DenialCode.LossDrawdown or DenialCode.LossStreak => DenialKind.Loss,
        DenialCode.OrderRate or DenialCode.OrderCount or DenialCode.CancelRate or DenialCode.OrderToTrade => DenialKind.Rate,
        DenialCode.InstanceNotActive => DenialKind.Observed,
        _ => DenialKind.State,
    };
}
