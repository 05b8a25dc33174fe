using System.Numerics;
using Artic.V1;

namespace Artic.Services.Tests.Risk.Plain;

/// <summary>
/// The slow model of the gate: decimals, big integers and lists, looked through from the beginning each time; nothing of the
/// gate's code. It says for each intent what the gate must say.
/// </summary>
internal sealed class PlainGate
{
    public const long LossWindowMs = 20_000;
    public const long DrawdownWindowMs = 40_000;
    public const long MoveWindowMs = 5_000;
    private const long Ms = 1_000_000;
    private const decimal E8 = 100_000_000;

    private readonly PlainScope[] _whole;
    private readonly PlainSeries _offsets = new(60_000);
    private readonly List<(uint Instance, uint Instrument, Side Side, long Price, long Quantity, long Time)> _recent = [];
    private readonly Dictionary<string, (decimal Total, decimal Foreign)> _balances = [];
    private decimal _recordedRisk;
    private long _recordedRiskAt;
    private decimal _riskAsOf;
    private long _utc;
    private long _utcAt;

    public PlainGate(PlainScope firm, PlainScope account, PlainScope venue)
    {
        _whole = [firm, account, venue];
        Account = account;
    }

    public PlainScope Account { get; }

    public List<PlainInstrument> Instruments { get; } = [];

    public List<PlainStrategy> Strategies { get; } = [];

    public List<PlainOrder> Open { get; } = [];

    public required Dictionary<BreakerCause, PlainBreaker> Breakers { get; init; }

    public required decimal ProbePercent { get; init; }

    public required long ApprovalMs { get; init; }

    public required long SlowAnswerMs { get; init; }

    public decimal RiskShares { get; private set; }

    /// <summary>How far the clock may be from the venue's, in milliseconds.</summary>
    public decimal ClockOffset { get; set; }

    public decimal ArchiveLag { get; set; }

    private decimal Setting(LimitName name) => Account.Limits[name];

    // ---- what is asked ----

    public DenialCode Check(OrderIntent intent, long origin, long now, TradingStateValue state, decimal dayPnl, out PlainOrder? order)
    {
        order = null;
        PlainStrategy? strategy = Strategies.Find(each => each.Scope.Id == intent.InstanceId);
        if (intent.Observed || strategy is { IsActive: false })
        {
            return DenialCode.InstanceNotActive;
        }

        PlainInstrument? instrument = Instruments.Find(each => each.Id == intent.InstrumentId);
        if (instrument == null)
        {
            return DenialCode.InstrumentUnknown;
        }

        bool isLimit = intent.Type == OrderType.Limit && intent.Price > 0 && intent.TimeInForce != TimeInForce.Unspecified;
        bool isMarket = intent.Type == OrderType.Market && intent.Price == 0;
        if (intent.Side is not (Side.Buy or Side.Sell) || intent.Quantity <= 0 || !(isLimit || isMarket))
        {
            return DenialCode.OrderMalformed;
        }

        if (strategy == null || strategy.Instrument != instrument)
        {
            return strategy == null ? DenialCode.StrategyUnknown : DenialCode.StrategyInstrument;
        }

        List<PlainScope> scopes = [.. _whole, instrument.Scope, strategy.Scope];
        bool isBuy = intent.Side == Side.Buy;
        decimal quantity = intent.Quantity * instrument.QuantityUnit;
        PlainScope? restricted = scopes.Find(each => each.IsRestricted);
        if (restricted != null)
        {
            return restricted.Kind switch
            {
                ScopeKind.Instrument => DenialCode.InstrumentRestricted,
                ScopeKind.Strategy => DenialCode.StrategyRestricted,
                ScopeKind.Venue => DenialCode.VenueRestricted,
                _ => DenialCode.AccountRestricted,
            };
        }

        bool reduces = Reduces(instrument.Held, OpenOf(instrument, null, true), OpenOf(instrument, null, false), isBuy, quantity);
        bool reducesOwn = Reduces(strategy.Held, OpenOf(instrument, strategy, true), OpenOf(instrument, strategy, false), isBuy, quantity);
        if (strategy.IsDisabled || scopes.Exists(each => each.Above(LimitName.MaxExecutions, strategy.Executions)))
        {
            return DenialCode.StrategyDisabled;
        }

        TradingStateValue worst = scopes.ConvertAll(each => each.State).Append(state).Max();
        if (worst == TradingStateValue.Halted || (worst == TradingStateValue.Reducing && !reduces))
        {
            return worst == TradingStateValue.Halted ? DenialCode.StateHalted : DenialCode.StateReducing;
        }

        if (origin > 0 && now - origin > ApprovalMs * Ms)
        {
            return DenialCode.IntentExpired;
        }

        long minute = _utc == 0 ? -1 : (_utc + now - _utcAt) / 60_000_000_000 % 1440;
        if (scopes.Exists(each => each.Hours is { } hours && (minute < hours.From || minute >= hours.To)))
        {
            return DenialCode.HoursClosed;
        }

        List<decimal> offsets = _offsets.Within(now);
        if (offsets.Count > 0 && offsets.Max() - offsets.Min() > Setting(LimitName.ClockStepMs) * Ms)
        {
            return DenialCode.ClockStep;
        }

        if (Math.Ceiling(ClockOffset) > Setting(LimitName.ClockOffsetMs) || ArchiveLag > Setting(LimitName.ArchiveLagBytes))
        {
            return Math.Ceiling(ClockOffset) > Setting(LimitName.ClockOffsetMs) ? DenialCode.ClockOffset : DenialCode.ArchiveLag;
        }

        if (!reduces && Breakers.Values.Any(each => each.State == BreakerState.Open))
        {
            return DenialCode.BreakerOpen;
        }

        DenialCode market = CheckMarket(instrument, scopes, now, reduces);
        if (market != DenialCode.Unspecified)
        {
            return market;
        }

        (decimal price, decimal value) = Valued(instrument, isMarket, isBuy, intent.Price * instrument.PriceUnit, quantity);
        DenialCode single = CheckSingle(intent, instrument, scopes, now, reduces, isBuy, quantity, price, value);
        if (single != DenialCode.Unspecified)
        {
            return single;
        }

        DenialCode exposure = CheckExposure(instrument, strategy, scopes, now, reduces, reducesOwn, isBuy, quantity, value);
        if (exposure != DenialCode.Unspecified)
        {
            return exposure;
        }

        SampleWhole(now);
        instrument.Scope.Sample(now, PnlOf(instrument, instrument.Position));
        strategy.Scope.Sample(now, PnlOf(instrument, strategy.Position));
        DenialCode losses = reduces ? DenialCode.Unspecified : CheckLosses(scopes, now, dayPnl);
        if (losses != DenialCode.Unspecified)
        {
            return losses;
        }

        DenialCode rates = CheckRates(scopes, now);
        if (rates != DenialCode.Unspecified)
        {
            return rates;
        }

        order = new PlainOrder
        {
            Id = 0, Instrument = instrument, Strategy = strategy, IsBuy = isBuy, Price = price, Remaining = quantity, Approved = now,
        };
        return DenialCode.Unspecified;
    }

    public void Reserve(ulong id, PlainOrder order, OrderIntent intent, long now)
    {
        foreach (PlainScope scope in (List<PlainScope>)[.. _whole, order.Instrument.Scope, order.Strategy!.Scope])
        {
            scope.TakeToken(ofCancels: false, now);
            scope.Orders.Add(now, 1);
        }

        _recent.Add((intent.InstanceId, intent.InstrumentId, intent.Side, intent.Price, intent.Quantity, now));
        bool isProbe = Breakers.Values.All(each => each.State != BreakerState.Open) &&
            Breakers.Values.Any(each => each.State == BreakerState.HalfOpen);
        RiskShares += ShareOf(order.Instrument, order.Remaining);
        Open.Add(new PlainOrder
        {
            Id = id, Instrument = order.Instrument, Strategy = order.Strategy, IsBuy = order.IsBuy, Price = order.Price,
            Remaining = order.Remaining, Approved = order.Approved, IsProbe = isProbe,
        });
    }

    // ---- what happens ----

    public void OnFill(Fill fill, long now)
    {
        PlainInstrument instrument = Instruments.Find(each => each.Id == fill.InstrumentId)!;
        bool isBuy = fill.Side == Side.Buy;
        BigInteger signed = isBuy ? fill.Quantity : -fill.Quantity;
        decimal price = fill.Price * instrument.PriceUnit;
        decimal quantity = fill.Quantity * instrument.QuantityUnit;
        decimal feeMoney = fill.FeeAsset == FeeAsset.Quote ? fill.Fee / E8
            : fill.FeeAsset == FeeAsset.Base ? Math.Truncate(fill.Fee / E8 / instrument.QuantityUnit) * instrument.QuantityUnit * price
            : 0;
        BigInteger fee = new(feeMoney / instrument.PriceUnit / instrument.QuantityUnit);
        if (instrument.Position.Trade(signed, fill.Price) is { } gained)
        {
            List<decimal> longest = [.. _whole.Where(each => each.Limits.ContainsKey(LimitName.MaxLosingStreak))
                .Select(each => each.Limits[LimitName.MaxLosingStreak])];
            Account.Close((decimal)(gained - fee), longest.Min(), CoolDownMs, now);
            instrument.Scope.Close((decimal)(gained - fee), Longest(instrument.Scope), CoolDownMs, now);
        }

        instrument.Position.Fees += fee;
        foreach (PlainScope scope in (List<PlainScope>)[.. _whole, instrument.Scope])
        {
            scope.Trades.Add(now, 1);
        }

        Spend(isBuy ? "USDT" : instrument.BaseAsset, isBuy ? Up(price * quantity) : quantity);
        if (fill.FeeAsset != FeeAsset.Other)
        {
            Spend(fill.FeeAsset == FeeAsset.Base ? instrument.BaseAsset : "USDT", fill.Fee / E8);
        }

        if (Strategies.Find(each => each.Scope.Id == fill.InstanceId && each.Instrument == instrument) is { } strategy)
        {
            if (strategy.Position.Trade(signed, fill.Price) is { } own)
            {
                strategy.Scope.Close((decimal)(own - fee), Longest(strategy.Scope), CoolDownMs, now);
            }

            strategy.Position.Fees += fee;
            strategy.Scope.Trades.Add(now, 1);
            strategy.Executions++;
            if (((List<PlainScope>)[.. _whole, instrument.Scope, strategy.Scope]).Exists(
                each => each.Reached(LimitName.MaxExecutions, strategy.Executions)))
            {
                strategy.IsDisabled = true;
                strategy.Scope.State = TradingStateValue.Halted;
            }
        }

        if (Open.Find(each => each.Id == fill.ClientOrderId) is { } order)
        {
            order.Filled += quantity;
            order.Remaining -= Math.Min(order.Remaining, quantity);
            if (order.IsEnded && order.Remaining == 0)
            {
                Gone(order, isRefused: false);
            }
        }
    }

    public void OnOrder(OrderEvent said, long now)
    {
        PlainOrder? order = Open.Find(each => each.Id == said.ClientOrderId);
        bool isFinal = said.Status is OrderStatus.Denied or OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Expired or
            OrderStatus.Rejected;
        if (order == null)
        {
            PlainInstrument instrument = Instruments.Find(each => each.Id == said.InstrumentId)!;
            decimal left = (said.Quantity - said.FilledQuantity) * instrument.QuantityUnit;
            if (!isFinal && left > 0)
            {
                Open.Add(new PlainOrder
                {
                    Id = said.ClientOrderId, Instrument = instrument, IsBuy = said.Side == Side.Buy,
                    Strategy = Strategies.Find(each => each.Scope.Id == said.InstanceId && each.Instrument == instrument),
                    Price = said.Price * instrument.PriceUnit, Remaining = left,
                    Filled = said.FilledQuantity * instrument.QuantityUnit, IsAnswered = true,
                });
            }

            return;
        }

        if (!order.IsAnswered && said.Status is not (OrderStatus.Submitted or OrderStatus.Denied or OrderStatus.Unknown))
        {
            order.IsAnswered = true;
            if (said.Status == OrderStatus.Rejected)
            {
                Breakers[BreakerCause.RejectRate].Happened(now);
            }

            if (order.Approved > 0 && now - order.Approved > SlowAnswerMs * Ms)
            {
                Breakers[BreakerCause.Latency].Happened(now);
            }
        }

        if (said.Status == OrderStatus.PendingCancel && !order.IsCancelling)
        {
            order.IsCancelling = true;
            foreach (PlainScope scope in (List<PlainScope>)[.. _whole, order.Instrument.Scope])
            {
                scope.TakeToken(ofCancels: true, now);
            }

            order.Strategy?.Scope.TakeToken(ofCancels: true, now);
        }

        if (isFinal)
        {
            decimal missing = (said.FilledQuantity * order.Instrument.QuantityUnit) - order.Filled;
            order.IsEnded = true;
            order.Remaining = Math.Clamp(missing, 0, order.Remaining);
            if (order.Remaining == 0)
            {
                Gone(order, said.Status is OrderStatus.Rejected or OrderStatus.Denied);
            }
        }
    }

    public void OnBalance(string asset, decimal total, decimal locked) =>
        _balances[asset] = (total, Math.Max(0, locked - Reserved(asset)));

    public void OnRisk(ValueAtRisk record, long now)
    {
        _recordedRisk = Math.Max(record.Parametric, record.Historical) / E8;
        _recordedRiskAt = now;
        _riskAsOf = record.AsOfShare / E8;
        for (int i = 0; i < record.InstrumentIds.Count; i++)
        {
            Instruments.Find(each => each.Id == record.InstrumentIds[i])!.ShareBps = record.ShareBps[i];
        }
    }

    public void OnTick(long utc, long now)
    {
        (_utc, _utcAt) = (utc, now);
        _offsets.Add(now, utc - now);
        foreach (PlainStrategy strategy in Strategies)
        {
            strategy.Scope.Sample(now, PnlOf(strategy.Instrument, strategy.Position));
        }

        foreach (PlainInstrument instrument in Instruments)
        {
            instrument.Scope.Sample(now, PnlOf(instrument, instrument.Position));
        }

        foreach (PlainBreaker breaker in Breakers.Values)
        {
            breaker.Tick(now);
        }
    }

    public void Review(long now)
    {
        SampleWhole(now);
        Breakers[BreakerCause.Loss].Holds(
            _whole.Any(each => each.Reached(LimitName.MaxRollingLoss, Account.RollingLoss(now)) ||
                each.Reached(LimitName.MaxDrawdown, Account.Drawdown(now))),
            now);
    }

    public decimal Pnl() => Instruments.Sum(each => PnlOf(each, each.Position));

    /// <summary>Where the position could end away from zero.</summary>
    public decimal WorstOf(PlainInstrument instrument, PlainStrategy? of) => Worst(
        of?.Held ?? instrument.Held, OpenOf(instrument, of, true), OpenOf(instrument, of, false));

    public decimal Gross() => Instruments.Sum(each => WorstOf(each, null) * each.Mark);

    // ---- the checks ----

    private DenialCode CheckMarket(PlainInstrument instrument, List<PlainScope> scopes, long now, bool reduces)
    {
        if (scopes.Exists(each => each.Above(LimitName.ReferenceDataAgeMs, (now - instrument.Defined) / (decimal)Ms)))
        {
            return DenialCode.ReferenceDataAge;
        }

        if (!instrument.IsLive || instrument.Quoted == 0)
        {
            return instrument.IsLive ? DenialCode.MarketNoQuote : DenialCode.MarketNotLive;
        }

        if (scopes.Exists(each => each.Above(LimitName.StaleQuoteMs, (now - instrument.Quoted) / (decimal)Ms)))
        {
            return DenialCode.MarketStale;
        }

        List<decimal> mids = instrument.Mids.Within(now);
        return !reduces && mids.Count > 0 &&
            scopes.Exists(each => each.Above(LimitName.MarketMoveBps, (mids.Max() - mids.Min()) * 10_000 / mids.Min()))
            ? DenialCode.MarketMoved
            : DenialCode.Unspecified;
    }

    private (decimal Price, decimal Value) Valued(
        PlainInstrument instrument, bool isMarket, bool isBuy, decimal limitPrice, decimal quantity)
    {
        if (!isMarket)
        {
            return (limitPrice, Up(limitPrice * quantity));
        }

        decimal best = isBuy ? instrument.Ask : instrument.Bid;
        decimal worst = best;
        decimal cost = 0;
        foreach ((decimal price, decimal offered) in isBuy ? instrument.Asks : instrument.Bids)
        {
            if (quantity == 0)
            {
                break;
            }

            worst = isBuy ? Math.Max(worst, price) : Math.Min(worst, price);
            decimal taken = Math.Min(quantity, offered);
            cost += worst * taken;
            quantity -= taken;
        }

        if (quantity > 0)
        {
            decimal slip = Math.Ceiling(worst / instrument.PriceUnit * Setting(LimitName.MarketSlippageBps) / 10_000) *
                instrument.PriceUnit;
            worst = isBuy ? worst + slip : worst - slip;
            cost += (isBuy ? worst : Math.Max(worst, best)) * quantity;
        }

        return (worst, Up(cost));
    }

    private DenialCode CheckSingle(
        OrderIntent intent, PlainInstrument instrument, List<PlainScope> scopes, long now, bool reduces, bool isBuy,
        decimal quantity, decimal price, decimal value)
    {
        if (intent.Price * instrument.PriceUnit % instrument.Tick != 0)
        {
            return DenialCode.InstrumentTick;
        }

        if (quantity % instrument.Lot != 0)
        {
            return DenialCode.InstrumentLot;
        }

        if (quantity > instrument.MaxQuantity)
        {
            return DenialCode.InstrumentMaxQuantity;
        }

        decimal mid = (instrument.Bid + instrument.Ask) / 2;
        (LimitName Name, decimal Value, DenialCode Code)[] figures =
        [
            (LimitName.MaxOrderQuantity, quantity, DenialCode.OrderMaxQuantity),
            (LimitName.MaxOrderValue, value, DenialCode.OrderMaxValue),
            (LimitName.Unspecified, 0, DenialCode.InstrumentMinNotional),
            (LimitName.PriceCollarBps, Math.Abs(price - mid) * 10_000 / mid, DenialCode.OrderPriceCollar),
            (LimitName.TradeCollarBps, Distance(instrument.LastTrade), DenialCode.OrderTradeCollar),
            (LimitName.ReferenceCollarBps, Distance(instrument.Reference), DenialCode.OrderReferenceCollar),
        ];
        foreach ((LimitName name, decimal figure, DenialCode code) in figures)
        {
            if (name == LimitName.Unspecified ? value < instrument.MinNotional : scopes.Exists(each => each.Above(name, figure)))
            {
                return code;
            }
        }

        if (!reduces && Breakers.Values.Any(each => each.State == BreakerState.HalfOpen) &&
            Breakers.Values.All(each => each.State != BreakerState.Open) &&
            (Open.Exists(each => each.IsProbe) ||
                value > scopes.Where(each => each.Limits.ContainsKey(LimitName.MaxOrderValue))
                    .Min(each => each.Limits[LimitName.MaxOrderValue]) * ProbePercent / 100))
        {
            return DenialCode.BreakerProbe;
        }

        if (Open.Exists(each => each.Instrument == instrument && each.IsBuy != isBuy && each.Remaining > 0 && !each.IsEnded &&
            (isBuy ? price >= each.Price : price <= each.Price)))
        {
            return DenialCode.OrderSelfTrade;
        }

        return _recent.Exists(each => now - each.Time < Setting(LimitName.DuplicateWindowMs) * Ms &&
            (each.Instance, each.Instrument, each.Side, each.Price, each.Quantity) ==
            (intent.InstanceId, intent.InstrumentId, intent.Side, intent.Price, intent.Quantity))
            ? DenialCode.OrderDuplicate
            : DenialCode.Unspecified;

        decimal Distance(decimal from) => from == 0 ? 0 : Math.Abs(price - from) * 10_000 / from;
    }

    private DenialCode CheckExposure(
        PlainInstrument instrument, PlainStrategy strategy, List<PlainScope> scopes, long now, bool reduces, bool reducesOwn,
        bool isBuy, decimal quantity, decimal value)
    {
        List<PlainScope> market = [.. _whole, instrument.Scope];
        decimal buys = OpenOf(instrument, null, true) + (isBuy ? quantity : 0);
        decimal sells = OpenOf(instrument, null, false) + (isBuy ? 0 : quantity);
        decimal side = isBuy ? instrument.Held + buys : sells - instrument.Held;
        decimal ownBuys = OpenOf(instrument, strategy, true) + (isBuy ? quantity : 0);
        decimal ownSells = OpenOf(instrument, strategy, false) + (isBuy ? 0 : quantity);
        decimal ownSide = isBuy ? strategy.Held + ownBuys : ownSells - strategy.Held;
        if ((!reducesOwn && strategy.Scope.Above(LimitName.MaxPosition, ownSide)) ||
            (!reduces && market.Exists(each => each.Above(LimitName.MaxPosition, side))))
        {
            return DenialCode.PositionLimit;
        }

        decimal gross = Worst(instrument.Held, buys, sells) * instrument.Mark;
        decimal grossOfAll = Gross() - (WorstOf(instrument, null) * instrument.Mark) + gross;
        decimal grossOfStrategy = ownSide * instrument.Mark;
        if ((!reducesOwn && strategy.Scope.Above(LimitName.MaxGrossExposure, grossOfStrategy)) ||
            (!reduces && (instrument.Scope.Above(LimitName.MaxGrossExposure, gross) ||
                _whole.Any(each => each.Above(LimitName.MaxGrossExposure, grossOfAll)))))
        {
            return DenialCode.ExposureGross;
        }

        decimal net = Instruments.Sum(each => each.Held * each.Mark);
        decimal openOfSide = Instruments.Sum(each => OpenOf(each, null, isBuy) * each.Mark) + (quantity * instrument.Mark);
        decimal netOfSide = (isBuy ? net : -net) + openOfSide;
        bool netReduces = (isBuy ? -net : net) > 0 && openOfSide <= Math.Abs(net);
        if ((!reducesOwn && strategy.Scope.Above(LimitName.MaxNetExposure, grossOfStrategy)) ||
            (!reduces && instrument.Scope.Above(LimitName.MaxNetExposure, gross)) ||
            (!netReduces && _whole.Any(each => each.Above(LimitName.MaxNetExposure, netOfSide))))
        {
            return DenialCode.ExposureNet;
        }

        if (!reduces && Up(grossOfAll) > Setting(LimitName.ConcentrationFloor) &&
            scopes.Exists(each => each.Above(LimitName.MaxConcentrationBps, Up(gross) * 10_000 / Up(grossOfAll))))
        {
            return DenialCode.ExposureConcentration;
        }

        bool isKnown = _recordedRiskAt > 0 && now - _recordedRiskAt <= Setting(LimitName.ValueAtRiskAgeMs) * Ms;
        decimal risk = isKnown
            ? _recordedRisk + RiskShares - _riskAsOf
            : Up(Up(Gross()) * Setting(LimitName.ValueAtRiskShareBps) / 10_000);
        if (!reduces && _whole.Any(each => each.Above(LimitName.MaxValueAtRisk, risk + ShareOf(instrument, quantity))))
        {
            return DenialCode.ExposureValueAtRisk;
        }

        string asset = isBuy ? "USDT" : instrument.BaseAsset;
        if (!_balances.TryGetValue(asset, out (decimal Total, decimal Foreign) balance))
        {
            return DenialCode.BalanceUnknown;
        }

        decimal need = isBuy ? Up(value * (1 + (Setting(LimitName.FeeBps) / 10_000))) : quantity;
        return need > balance.Total - balance.Foreign - Reserved(asset) ? DenialCode.BalanceInsufficient : DenialCode.Unspecified;
    }

    private DenialCode CheckLosses(List<PlainScope> scopes, long now, decimal dayPnl)
    {
        bool isDaily = scopes.Exists(each => each.Reached(
            LimitName.MaxDailyLoss, IsWhole(each) ? -dayPnl : each.DayStart - each.Pnl));
        bool isRolling = scopes.Exists(each => each.Reached(LimitName.MaxRollingLoss, LossesOf(each).RollingLoss(now)));
        bool isDrawdown = scopes.Exists(each => each.Reached(LimitName.MaxDrawdown, LossesOf(each).Drawdown(now)));
        bool isStreak = scopes.Exists(each => LossesOf(each).CoolUntil > now);
        return isDaily ? DenialCode.LossDaily
            : isRolling ? DenialCode.LossRolling
            : isDrawdown ? DenialCode.LossDrawdown
            : isStreak ? DenialCode.LossStreak
            : DenialCode.Unspecified;
    }

    private DenialCode CheckRates(List<PlainScope> scopes, long now)
    {
        if (scopes.Exists(each => each.Above(LimitName.MaxOpenOrders, CountOf(each) + 1)))
        {
            return DenialCode.OrderCount;
        }

        if (scopes.Exists(each => !each.HasToken(ofCancels: false, now)))
        {
            return DenialCode.OrderRate;
        }

        if (scopes.Exists(each => !each.HasToken(ofCancels: true, now)))
        {
            return DenialCode.CancelRate;
        }

        foreach (PlainScope scope in scopes)
        {
            int orders = scope.Orders.Within(now).Count + 1;
            int trades = Math.Max(1, scope.Trades.Within(now).Count);
            if (orders > Setting(LimitName.OrderToTradeFreeOrders) &&
                scope.Above(LimitName.OrderToTradeRatio, (decimal)orders / trades))
            {
                return DenialCode.OrderToTrade;
            }
        }

        return DenialCode.Unspecified;
    }

    // ---- figures ----

    private long CoolDownMs => (long)Setting(LimitName.StreakCoolDownMs);

    private static decimal? Longest(PlainScope scope) =>
        scope.Limits.TryGetValue(LimitName.MaxLosingStreak, out decimal limit) ? limit : null;

    /// <summary>At eight decimal places, away from zero.</summary>
    private static decimal Up(decimal value) => Math.Sign(value) * Math.Ceiling(Math.Abs(value) * E8) / E8;

    private static decimal Worst(decimal held, decimal buys, decimal sells) => Math.Max(0, Math.Max(held + buys, sells - held));

    private static bool Reduces(decimal held, decimal buys, decimal sells, bool isBuy, decimal quantity) =>
        isBuy ? held < 0 && buys + quantity <= -held : held > 0 && sells + quantity <= held;

    private static decimal PnlOf(PlainInstrument instrument, PlainPosition position)
    {
        BigInteger mark = new(instrument.Mark / instrument.PriceUnit);
        int excess = instrument.PriceScale + instrument.QuantityScale - 8;
        return (decimal)(position.Result(mark) / BigInteger.Pow(10, excess)) / E8;
    }

    private static bool IsWhole(PlainScope scope) => scope.Kind is ScopeKind.Firm or ScopeKind.Account or ScopeKind.Venue;

    private PlainScope LossesOf(PlainScope scope) => IsWhole(scope) ? Account : scope;

    private void SampleWhole(long now) => Account.Sample(now, Pnl());

    private decimal OpenOf(PlainInstrument instrument, PlainStrategy? strategy, bool buys) => Open
        .Where(each => each.Instrument == instrument && each.IsBuy == buys && (strategy == null || each.Strategy == strategy))
        .Sum(each => each.Remaining);

    private int CountOf(PlainScope scope) => Open.Count(each => !each.IsEnded && (IsWhole(scope) ||
        each.Instrument.Scope == scope || each.Strategy?.Scope == scope));

    private decimal ShareOf(PlainInstrument instrument, decimal quantity) => Up(
        Up(instrument.Mark * quantity) * (instrument.ShareBps > 0 ? instrument.ShareBps
            : instrument.Scope.Limits.TryGetValue(LimitName.ValueAtRiskShareBps, out decimal own) ? own
            : Setting(LimitName.ValueAtRiskShareBps)) / 10_000);

    private decimal Reserved(string asset) => Open.Sum(each =>
        each.IsBuy
            ? asset == "USDT" ? Up(Up(each.Price * each.Remaining) * (1 + (Setting(LimitName.FeeBps) / 10_000))) : 0
            : asset == each.Instrument.BaseAsset ? each.Remaining : 0);

    private void Spend(string asset, decimal amount)
    {
        (decimal total, decimal foreign) = _balances.GetValueOrDefault(asset);
        if (_balances.ContainsKey(asset))
        {
            _balances[asset] = (total - amount, foreign);
        }
    }

    private void Gone(PlainOrder order, bool isRefused)
    {
        Open.Remove(order);
        if (order.IsProbe && !isRefused)
        {
            foreach (PlainBreaker breaker in Breakers.Values)
            {
                breaker.ProbePassed();
            }
        }
    }
}
