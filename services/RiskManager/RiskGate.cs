using Artic.Hosting.Options;
using Artic.RiskManager.Checks;
using Artic.RiskManager.Exposure;
using Artic.RiskManager.Kills;
using Artic.RiskManager.Losses;
using Artic.RiskManager.Scopes;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>
/// The pre-trade checks. An order counts from its approval, and is released only by what the execution stream says
/// (<see cref="ExecutionFeed"/>). State without clock or I/O: the time is an argument. Thread: the loop's. Allocates nothing
/// while fewer than <see cref="OpenOrders.Most"/> orders are open.
/// </summary>
public sealed class RiskGate
{
    private readonly OrderCheck _order;

    /// <param name="options">A configuration that was checked.</param>
    public RiskGate(PipelineOptions options)
    {
        Books = new RiskBooks(options);
        Execution = new ExecutionFeed(Books);
        Market = new MarketFeed(Books);
        _order = new OrderCheck(Books);
    }

    /// <summary>What the checks look at.</summary>
    public RiskBooks Books { get; }

    /// <summary>What the market says.</summary>
    public MarketFeed Market { get; }

    /// <summary>What becomes of orders.</summary>
    public ExecutionFeed Execution { get; }

    /// <summary>The order that was checked last, with what decided it.</summary>
    public OrderCheck LastOrder => _order;

    /// <summary>Result of all instruments at the mid, fees off, at scale 8.</summary>
    public long Pnl => Market.Pnl;

    /// <summary>
    /// Decides on an intent. <see cref="DenialCode.Unspecified"/>: it passes every check; otherwise the first that it
    /// fails; <see cref="LastOrder"/> has the limit and the figure that passed it.
    /// </summary>
    /// <param name="intent">What is wanted.</param>
    /// <param name="originNs">When the market event behind it was received; 0: none.</param>
    /// <param name="nowNs">Now, by the records.</param>
    /// <param name="state">The trading state of everything.</param>
    /// <param name="dayPnl">Result of the day at scale 8.</param>
    /// <param name="waived">The one check that a person has waived for this order, of those that <see cref="Waivers"/> names.</param>
    public DenialCode Check(
        OrderIntent intent, long originNs, long nowNs, TradingStateValue state, long dayPnl, DenialCode waived = default)
    {
        _order.Begin(intent, nowNs, waived);
        DenialCode code = Known(intent, Books.FindStrategy(intent.InstanceId));
        if (code != DenialCode.Unspecified)
        {
            return code;
        }

        code = StateChecks.Run(_order, state, originNs);
        if (code == DenialCode.Unspecified)
        {
            code = MarketChecks.Run(_order);
        }

        if (code != DenialCode.Unspecified)
        {
            return code;
        }

        _order.Price();
        code = OrderChecks.Run(_order);
        if (code == DenialCode.Unspecified)
        {
            code = ExposureChecks.Run(_order);
        }

        if (code != DenialCode.Unspecified)
        {
            return code;
        }

        Sample(_order.Instrument, _order.Strategy, nowNs);
        code = LossChecks.Run(_order, dayPnl);
        return code != DenialCode.Unspecified ? code : RateChecks.Run(_order);
    }

    /// <summary>Counts the order that has just passed every check, from now on.</summary>
    public void Reserve(ulong clientOrderId)
    {
        OrderIntent intent = _order.Intent;
        InstrumentRisk instrument = _order.Instrument;
        long nowNs = _order.NowNs;
        foreach (Scope scope in _order.Scopes)
        {
            scope.Orders.Take(nowNs);
            scope.OrdersInWindow.Add(nowNs);
        }

        Books.Duplicates.Add(OrderChecks.LikenessOf(intent), Books.Limits.Ns(LimitName.DuplicateWindowMs), nowNs);
        OpenOrder order = Books.Open.Add(
            clientOrderId, instrument, _order.Strategy, _order.IsBuy, intent.Quantity, _order.WorstPrice);
        order.ApprovedNs = nowNs;
        Execution.Keep(order);
        Books.ValueAtRisk.Add(_order.ValueAtRisk);
        Books.Exposure.Update(instrument);
        Books.Breakers.Sent(order);
        _order.SayWarnings();
    }

    /// <summary>Counts an order that flattens, from now on; it takes no rate, for one goes after the other.</summary>
    public void Reserve(in FlattenOrder wanted, ulong clientOrderId, long nowNs)
    {
        OpenOrder order = Books.Open.Add(
            clientOrderId, wanted.Instrument, wanted.Strategy, wanted.IsBuy, wanted.Quantity, wanted.Price);
        order.ApprovedNs = nowNs;
        Execution.Keep(order);
        Books.Exposure.Update(wanted.Instrument);
    }

    /// <summary>
    /// Looks at the losses of everything as they are now: warnings are said, and the breaker opens where too much was lost.
    /// </summary>
    /// <param name="dayPnl">Result of the day at scale 8.</param>
    /// <param name="nowNs">Now, by the records.</param>
    public void Review(long dayPnl, long nowNs)
    {
        LossBook losses = Books.Scopes.Account.Losses;
        losses.Sample(Pnl, nowNs);
        long limit = 0;
        long actual = 0;
        foreach (Scope scope in (ReadOnlySpan<Scope>)[Books.Scopes.Firm, Books.Scopes.Account, Books.Scopes.Venue])
        {
            _ = IsLost(scope, LimitName.MaxDailyLoss, -dayPnl);
            if (IsLost(scope, LimitName.MaxRollingLoss, losses.RollingLoss))
            {
                (limit, actual) = (scope.Limits[LimitName.MaxRollingLoss], losses.RollingLoss);
            }

            if (IsLost(scope, LimitName.MaxDrawdown, losses.Drawdown))
            {
                (limit, actual) = (scope.Limits[LimitName.MaxDrawdown], losses.Drawdown);
            }
        }

        Books.Breakers.Holds(BreakerCause.Loss, limit > 0, limit, actual, nowNs);
    }

    /// <summary>The venue's clock was measured: a warning is said where it is far from ours.</summary>
    public void OnClockOffset(ClockOffset offset)
    {
        Books.Surroundings.TakeClock(offset.OffsetNs, offset.ErrorNs);
        WarnOf(LimitName.ClockOffsetMs, Books.Surroundings.ClockOffsetMs);
    }

    /// <summary>So much waits for the archive: a warning is said where that is much.</summary>
    public void OnArchiveLag(long bytes)
    {
        Books.Surroundings.ArchiveLagBytes = bytes;
        WarnOf(LimitName.ArchiveLagBytes, bytes);
    }

    /// <summary>Sets a limit to a value that was checked before.</summary>
    public void SetLimit(Scope scope, LimitName limit, long value, long nowNs)
    {
        Books.Scopes.Set(scope, limit, value, nowNs);
        Books.TakeLimits();
        if (limit == LimitName.MarketMoveWindowMs)
        {
            foreach (InstrumentRisk instrument in Books.Instruments)
            {
                instrument.Mids.SetWindow(Books.Limits.Ns(limit));
            }
        }
    }

    /// <summary>A named person sets the state of a scope; an active strategy is enabled again.</summary>
    public void SetState(Scope scope, TradingStateValue state)
    {
        scope.State = state;
        if (scope.Kind == ScopeKind.Strategy && state == TradingStateValue.Active &&
            Books.FindStrategy(scope.Id) is { } strategy)
        {
            strategy.IsDisabled = false;
            strategy.Executions = 0;
        }
    }

    /// <summary>Writes all that decides.</summary>
    public void Save(StateWriter state)
    {
        Books.Save(state);
        Market.Save(state);
    }

    /// <summary>Takes what another one with the same configuration held.</summary>
    public void Load(StateReader state)
    {
        Books.Load(state);
        Market.Load(state);
    }

    private void WarnOf(LimitName name, long actual)
    {
        Scope account = Books.Scopes.Account;
        OrderCheck.Warn(Books.Notices, account, name, actual, actual > account.Limits.WarningOf(name));
    }

    private bool IsLost(Scope scope, LimitName name, long loss)
    {
        OrderCheck.Warn(Books.Notices, scope, name, loss, loss > scope.Limits.WarningOf(name));
        return loss >= scope.Limits[name];
    }

    private DenialCode Known(OrderIntent intent, StrategyRisk? strategy)
    {
        // Before all else: what only observes costs nothing more. One that is not configured is named as that below.
        if (intent.Observed || strategy is { Mode: not InstanceMode.Active })
        {
            _ = _order.Deny((long)InstanceMode.Active, (long)(strategy?.Mode ?? InstanceMode.Unspecified), strategy?.Scope);
            return DenialCode.InstanceNotActive;
        }

        InstrumentRisk? instrument = Books.Find(intent.InstrumentId);
        if (instrument == null || instrument.TickSize == 0)
        {
            return DenialCode.InstrumentUnknown;
        }

        _order.Take(instrument);
        if (!OrderChecks.IsWellFormed(intent))
        {
            return DenialCode.OrderMalformed;
        }

        if (strategy == null)
        {
            return DenialCode.StrategyUnknown;
        }

        _order.Take(strategy);
        return strategy.Instrument == instrument ? DenialCode.Unspecified : DenialCode.StrategyInstrument;
    }

    /// <summary>Losses as they are now, for the order in hand.</summary>
    private void Sample(InstrumentRisk instrument, StrategyRisk strategy, long nowNs)
    {
        Books.Scopes.Account.Losses.Sample(Pnl, nowNs);
        instrument.Scope.Losses.Sample(instrument.CountedPnl, nowNs);
        strategy.Scope.Losses.Sample(strategy.Pnl(), nowNs);
    }
}
