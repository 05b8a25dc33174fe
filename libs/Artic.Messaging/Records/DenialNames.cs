using Artic.V1;

namespace Artic.Messaging.Records;

/// <summary>What denial codes are called, and what they say in words. Thread: any.</summary>
public static class DenialNames
{
    private static readonly Dictionary<DenialCode, string> s_words = new()
    {
        [DenialCode.StateHalted] = "trading is halted",
        [DenialCode.StateReducing] = "only what reduces a position passes",
        [DenialCode.MarketNotLive] = "the instrument's book is not known to be right",
        [DenialCode.MarketNoQuote] = "there is no quote of the instrument",
        [DenialCode.MarketStale] = "the quote is too old (nanoseconds)",
        [DenialCode.InstrumentUnknown] = "the instrument is not known, or not defined yet",
        [DenialCode.InstrumentTick] = "the price is no multiple of the tick",
        [DenialCode.InstrumentLot] = "the quantity is no multiple of the lot, or below the least",
        [DenialCode.InstrumentMinNotional] = "the value is below the venue's least",
        [DenialCode.OrderMaxQuantity] = "the quantity is above the largest of an order",
        [DenialCode.OrderMaxValue] = "the value is above the largest of an order",
        [DenialCode.OrderPriceCollar] = "the price is too far from the mid",
        [DenialCode.OrderRate] = "too many orders a second",
        [DenialCode.OrderMalformed] = "side, type, price and quantity are no order",
        [DenialCode.PositionLimit] = "the position could grow above its limit",
        [DenialCode.LossDaily] = "too much was lost today",
        [DenialCode.AccountNotReady] = "the account's state is not known yet",
        [DenialCode.IntentExpired] = "the intent is too old (nanoseconds)",
        [DenialCode.KillLatched] = "the account is killed",
        [DenialCode.KillActive] = "a kill holds, or came after the approval",
        [DenialCode.LeaseExpired] = "the risk manager's lease has lapsed",
        [DenialCode.ApprovalExpired] = "the approval is too old",
        [DenialCode.GenerationOld] = "the trading state has changed since the approval",
        [DenialCode.SessionDown] = "there is no session with the venue",
        [DenialCode.Duplicate] = "an order of this number is known already",
        [DenialCode.StrategyUnknown] = "no such strategy instance is configured",
        [DenialCode.StrategyInstrument] = "the strategy is not configured for this instrument",
        [DenialCode.StrategyRestricted] = "the strategy is restricted by configuration",
        [DenialCode.StrategyDisabled] = "the strategy has executed too often since a person enabled it",
        [DenialCode.InstrumentRestricted] = "the instrument is restricted by configuration",
        [DenialCode.VenueRestricted] = "the venue is restricted by configuration",
        [DenialCode.AccountRestricted] = "the account is restricted by configuration",
        [DenialCode.HoursClosed] = "outside the trading hours",
        [DenialCode.ClockStep] = "this machine's clock has stepped (nanoseconds)",
        [DenialCode.ReferenceDataAge] = "the instrument's definition is too old (nanoseconds)",
        [DenialCode.MarketMoved] = "the market has moved too far within its window",
        [DenialCode.BreakerOpen] = "a circuit breaker is open",
        [DenialCode.BreakerProbe] = "a circuit breaker is half open: too large for a probe, or one is under way",
        [DenialCode.InstrumentMaxQuantity] = "the quantity is above the venue's largest",
        [DenialCode.OrderTradeCollar] = "the price is too far from the last trade",
        [DenialCode.OrderReferenceCollar] = "the price is too far from the day's first mid",
        [DenialCode.OrderSelfTrade] = "it would trade with an own order",
        [DenialCode.OrderDuplicate] = "the same order came a moment ago (nanoseconds)",
        [DenialCode.ExposureGross] = "the gross exposure could grow above its limit",
        [DenialCode.ExposureNet] = "the net exposure could grow above its limit",
        [DenialCode.ExposureConcentration] = "too large a share in one instrument",
        [DenialCode.ExposureValueAtRisk] = "the value at risk would be above its limit",
        [DenialCode.BalanceUnknown] = "the venue has not told the balance yet",
        [DenialCode.BalanceInsufficient] = "the balance does not suffice",
        [DenialCode.LossRolling] = "too much was lost within the loss window",
        [DenialCode.LossDrawdown] = "too far below the best result",
        [DenialCode.LossStreak] = "it cools down after losses in a row",
        [DenialCode.OrderCount] = "too many orders are open",
        [DenialCode.CancelRate] = "too many cancels a second",
        [DenialCode.OrderToTrade] = "too many orders for each trade",
        [DenialCode.FlattenNotReducing] = "it flattens, and would not bring the position nearer to zero",
        [DenialCode.FlattenOver] = "it flattens under a kill that is not the last one, or has not stopped yet",
        [DenialCode.VenueRate] = "the venue's rate is used up but for what is kept for cancels",
        [DenialCode.ClockOffset] = "this machine's clock is too far from the venue's",
        [DenialCode.ArchiveLag] = "too much waits for the archive",
        [DenialCode.InstanceNotActive] = "the strategy instance is not active",
    };

    /// <summary>As in the schema, without what all share: <c>ORDER_MAX_VALUE</c>.</summary>
    public static string Of(DenialCode code) => EnumNames.Of(code);

    /// <summary>What it says in words; nothing for a code of a later version.</summary>
    public static string Words(DenialCode code) => s_words.GetValueOrDefault(code, "");
}
