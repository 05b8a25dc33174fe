using Artic.RiskManager.Checks;
using Artic.RiskManager.Exposure;
using Artic.RiskManager.Losses;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager.Pages;

/// <summary>
/// How much of a limit is used right now, as the checks would measure it. Limits of single orders have no use. Thread: any; reads
/// the loop's figures one by one without stopping it.
/// </summary>
/// <param name="books">Whose figures.</param>
/// <param name="dayPnl">The account's result of the day.</param>
/// <param name="nowNs">CLOCK_MONOTONIC.</param>
public readonly struct ScopeUse(RiskBooks books, long dayPnl, long nowNs)
{
    /// <summary>The use of a limit of a scope; null: it is a limit of single orders, or a setting.</summary>
    public long? Of(Scope scope, LimitName name)
    {
        LossBook losses = scope.Losses;
        return name switch
        {
            LimitName.MaxDailyLoss => scope.Kind is ScopeKind.Strategy or ScopeKind.Instrument ? losses.DayLoss : -dayPnl,
            LimitName.MaxRollingLoss => losses.RollingLoss,
            LimitName.MaxDrawdown => losses.Drawdown,
            LimitName.MaxLosingStreak => losses.Streak,
            LimitName.MaxOpenOrders => scope.OpenOrders,
            LimitName.OrderBurst => scope.Orders.UsedAt(nowNs),
            LimitName.CancelBurst => scope.Cancels.UsedAt(nowNs),
            LimitName.OrderToTradeRatio => Ratio(scope),
            LimitName.ClockOffsetMs => books.Surroundings.ClockOffsetMs,
            LimitName.ArchiveLagBytes => books.Surroundings.ArchiveLagBytes,
            _ => scope.Kind switch
            {
                ScopeKind.Strategy => OfStrategy(books.FindStrategy(scope.Id), name),
                ScopeKind.Instrument => OfInstrument(books.Find(scope.Id), name),
                _ => OfWhole(name),
            },
        };
    }

    private static long Ratio(Scope scope)
    {
        long trades = Math.Max(1, scope.TradesInWindow.Last);
        return (scope.OrdersInWindow.Last + trades - 1) / trades;
    }

    private static long? OfStrategy(StrategyRisk? strategy, LimitName name)
    {
        if (strategy == null)
        {
            return null;
        }

        InstrumentRisk instrument = strategy.Instrument;
        Int128 worst = Worst(strategy.Position.Quantity, strategy.OpenBuyQuantity, strategy.OpenSellQuantity);
        return name switch
        {
            LimitName.MaxExecutions => strategy.Executions,
            LimitName.MaxPosition => Money.AtScale(worst, instrument.QuantityScale),
            LimitName.MaxGrossExposure or LimitName.MaxNetExposure => Money.FromRaw(instrument.ValueOf(worst)),
            _ => null,
        };
    }

    private long? OfInstrument(InstrumentRisk? instrument, LimitName name)
    {
        if (instrument == null)
        {
            return null;
        }

        return name switch
        {
            LimitName.MaxPosition => Position(instrument),
            LimitName.MaxGrossExposure or LimitName.MaxNetExposure => Gross(instrument),
            LimitName.MaxConcentrationBps => Share(Gross(instrument)),
            LimitName.MarketMoveBps => Move(instrument),
            LimitName.StaleQuoteMs => instrument.QuoteNs == 0 ? null : (nowNs - instrument.QuoteNs) / 1_000_000,
            LimitName.ReferenceDataAgeMs => instrument.DefinedNs == 0 ? null : (nowNs - instrument.DefinedNs) / 1_000_000,
            _ => null,
        };
    }

    private long? OfWhole(LimitName name)
    {
        ExposureBook exposure = books.Exposure;
        return name switch
        {
            LimitName.MaxGrossExposure => Money.FromRaw(exposure.Gross),
            LimitName.MaxNetExposure => Money.FromRaw(Int128.Max(exposure.NetLong, exposure.NetShort)),
            LimitName.MaxValueAtRisk => books.ValueAtRisk.At(nowNs, Money.FromRaw(exposure.Gross), books.Limits),
            LimitName.MaxPosition => Largest(Position),
            LimitName.MaxConcentrationBps => Share(Largest(Gross)),
            LimitName.MarketMoveBps => Largest(Move),
            LimitName.MaxExecutions => LargestOfStrategies(),
            _ => null,
        };
    }

    private static Int128 Worst(long position, long openBuys, long openSells) =>
        Int128.Max((Int128)position + openBuys, (Int128)openSells - position);

    private static long Position(InstrumentRisk instrument) => Money.AtScale(
        Worst(instrument.Position.Quantity, instrument.OpenBuyQuantity, instrument.OpenSellQuantity), instrument.QuantityScale);

    private static long Gross(InstrumentRisk instrument) => Money.FromRaw(instrument.ValueOf(
        Worst(instrument.Position.Quantity, instrument.OpenBuyQuantity, instrument.OpenSellQuantity)));

    private static long Move(InstrumentRisk instrument) => instrument.Mids is { HasValue: true } mids
        ? MarketChecks.Bps((Int128)mids.High - mids.Low, mids.Low)
        : 0;

    private long Share(long gross)
    {
        long all = Money.FromRaw(books.Exposure.Gross);
        return all <= books.Limits[LimitName.ConcentrationFloor] ? 0 : MarketChecks.Bps(gross, all);
    }

    private long Largest(Func<InstrumentRisk, long> figure)
    {
        long largest = 0;
        foreach (InstrumentRisk instrument in books.Instruments)
        {
            largest = Math.Max(largest, figure(instrument));
        }

        return largest;
    }

    private long LargestOfStrategies()
    {
        long largest = 0;
        foreach (StrategyRisk strategy in books.Strategies)
        {
            largest = Math.Max(largest, strategy.Executions);
        }

        return largest;
    }
}
