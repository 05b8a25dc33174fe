using Artic.Hosting.Options;
using Artic.RiskManager;
using Artic.RiskManager.Exposure;
using Artic.RiskManager.Scopes;
using Artic.Services.Tests.Support;
using Artic.Streams.Steps;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Services.Tests.Risk.Plain;

/// <summary>
/// The gate and the slow model side by side in a world that does to both what a seed says. Every limit is tight enough to
/// decide now and then.
/// </summary>
internal sealed class GateDuel
{
    private const long Ms = 1_000_000;
    private const long Start = 1_000_000_000_000;
    private const long Utc = 1_700_000_000_000_000_000;
    private const ulong ForeignIds = 1UL << 40;

    /// <summary>Price scale, quantity scale, first price in units, tick in units, lot in units.</summary>
    private static readonly (int PriceScale, int QuantityScale, long Price, long Tick, long Lot)[] s_instruments =
        [(8, 8, 10_000_000_000, 1_000_000, 100_000), (4, 6, 200_000, 100, 1000), (8, 8, 5_000_000_000, 1_000_000, 100_000), (8, 8, 5_000_000_000, 1_000_000, 100_000)];

    private readonly Random _modes;
    private readonly Random _random;
    private readonly Random _around;
    private readonly TrueExposure _truth;
    private readonly PipelineOptions _options;
    private readonly PlainGate _model;
    private readonly long[] _prices;
    private readonly List<Lived> _orders = [];
    private readonly List<PlainScope> _scopes = [];
    private long _now = Start;
    private long _clockStep;
    private ulong _next = 1;
    private ulong _nextForeign = ForeignIds;
    private decimal _dayStart;

    public GateDuel(int seed)
    {
        _random = new Random(seed);
        _modes = new Random(seed);
        _around = new Random(seed);
        _options = Options();
        Gate = RiskOptionsOf.Active(_options);
        _model = MakeModel(_options);
        _truth = new TrueExposure(_model.Instruments);
        _prices = Array.ConvertAll(s_instruments, each => each.Price);
        for (int i = 0; i < s_instruments.Length; i++)
        {
            Define(i);
            FeedStatus(i, FeedState.Live);
            Quote(i);
        }
    }

    public RiskGate Gate { get; private set; }

    public PlainGate Model => _model;

    public Dictionary<DenialCode, int> Codes { get; } = [];

    public int Crashes { get; private set; }

    public int Probes { get; private set; }

    /// <summary>Approvals whose true exposure was held against the limits.</summary>
    public int Judged => _truth.Judged;

    /// <summary>Orders that nobody here has approved, and limits that a person changes, happen as well.</summary>
    public bool HasStrangers { get; init; }

    /// <summary>One thing happens. Gives what is wrong, or null.</summary>
    public string? Step()
    {
        _now += _random.Next(1000) switch { 0 => _random.Next(5_000), < 20 => _random.Next(300), _ => _random.Next(15) } * Ms;
        Gate.Books.Notices.Clear();
        Surround();
        if (_modes.Next(500) == 0)
        {
            SetMode();
        }

        int at = _random.Next(s_instruments.Length);
        switch (_random.Next(1000))
        {
            case < 400:
                return Decide();
            case < 550:
                Quote(at);
                return null;
            case < 830:
                Live();
                return null;
            case < 920:
                Tick();
                return null;
            case < 940:
                BookTop(at);
                return null;
            case < 955:
                Both(new Trade { InstrumentId = (uint)at + 1, Price = _prices[at] });
                return null;
            case < 958:
                FeedStatus(at, FeedState.Stale);
                return null;
            case < 968:
                FeedStatus(at, FeedState.Live);
                if (_random.Next(4) > 0)
                {
                    Quote(at);
                }

                return null;
            case < 972:
                SetState();
                return null;
            case < 982:
                Balance(at);
                return null;
            case < 985:
                Define(at);
                return null;
            case < 987:
                ValueAtRisk();
                return null;
            case < 988:
                Signal();
                return null;
            case < 990:
                BeginDay();
                return null;
            case < 994:
                return Crash();
            default:
                Strange(at);
                return null;
        }
    }

    private static PipelineOptions Options()
    {
        PipelineOptions options = RiskOptionsOf.Run(
            new RiskOptions
            {
                MaxOrderValue = "1500", MaxOrderQuantity = "40", MaxPosition = "40", MaxDailyLoss = "60", PriceCollarBps = 300,
                OrdersPerSecond = 30, OrderBurst = 20, StaleQuoteMs = 2000, TradeCollarBps = 350, ReferenceCollarBps = 900,
                MarketMoveBps = 250, MarketMoveWindowMs = PlainGate.MoveWindowMs, MarketSlippageBps = 50, CancelsPerSecond = 8,
                CancelBurst = 5, OrderToTradeRatio = 50, OrderToTradeWindowMs = 60_000, OrderToTradeFreeOrders = 5,
                MaxExecutions = 2000, MaxGrossExposure = "4500", MaxNetExposure = "3000", MaxOpenOrders = 30, FeeBps = 7,
                MaxRollingLoss = "45", LossWindowMs = PlainGate.LossWindowMs, MaxDrawdown = "55",
                DrawdownWindowMs = PlainGate.DrawdownWindowMs, MaxLosingStreak = 12, StreakCoolDownMs = 1500,
                MaxConcentrationBps = 8500, ConcentrationFloor = "2500", MaxValueAtRisk = "900", ValueAtRiskShareBps = 1200,
                ValueAtRiskAgeMs = 4000, DuplicateWindowMs = 400, ReferenceDataAgeMs = 90_000, ClockStepMs = 1000,
                ClockOffsetMs = 20, ArchiveLagBytes = 5000,
                ApprovalMs = 50,
                Breakers = new BreakerOptions
                {
                    WindowMs = 4000, Rejects = 5, SlowAnswerMs = 400, SlowAnswers = 12, FeedBreaks = 4, BadSignals = 2,
                    BackOffMs = 300, MaxBackOffMs = 1000, Probes = 2, ProbePercent = 30,
                },
                Firm = new ScopeLimitsOptions { MaxGrossExposure = "5000", MaxDrawdown = "56" },
                Venue = new ScopeLimitsOptions { MaxOrderValue = "1400", MaxOpenOrders = 28, TradingHours = ["00:00-23:45"] },
                Strategies = new Dictionary<string, ScopeLimitsOptions>
                {
                    ["1"] = new() { MaxPosition = "25", OrdersPerSecond = 8, OrderBurst = 4, MaxOpenOrders = 3 },
                    ["2"] = new() { OrderToTradeRatio = 1, MaxDailyLoss = "3" },
                    ["3"] = new() { MaxGrossExposure = "700", MaxNetExposure = "600", TradingHours = ["00:00-22:25"] },
                    ["4"] = new() { MaxExecutions = 60, MaxLosingStreak = 4, MaxRollingLoss = "1" },
                    ["6"] = new() { Restricted = true },
                },
                Instruments = new Dictionary<string, ScopeLimitsOptions>
                {
                    ["A1USDT"] = new() { MaxPosition = "32", MaxOrderQuantity = "14", StaleQuoteMs = 1500, PriceCollarBps = 250 },
                    ["A2USDT"] = new() { MaxGrossExposure = "750", ValueAtRiskShareBps = 900, CancelsPerSecond = 3, CancelBurst = 2 },
                    ["A3USDT"] = new() { MaxConcentrationBps = 6000, MaxDrawdown = "4", ReferenceDataAgeMs = 60_000 },
                    ["A4USDT"] = new() { Restricted = true },
                },
            },
            s_instruments.Length);

        // Strategies 1, 2 and 6 trade the first instrument, 3 the second, 4 the third, 5 the fourth.
        options.Strategies[1].Instrument = 1;
        options.Strategies[2].Instrument = 2;
        options.Strategies[3].Instrument = 3;
        options.Strategies.Add(new StrategyOptions { Id = 5, Name = "ema_crossover", Instrument = 4 });
        options.Strategies.Add(new StrategyOptions { Id = 6, Name = "ema_crossover", Instrument = 1 });
        List<string> violations = [];
        RiskRules.Check(options, violations);
        Assert.Empty(violations);
        return options;
    }

    private PlainGate MakeModel(PipelineOptions options)
    {
        RiskOptions risk = options.Risk;
        BreakerOptions breakers = risk.Breakers;
        PlainScope account = Scope(ScopeKind.Account, 0, risk);
        PlainGate model = new(Scope(ScopeKind.Firm, 0, risk.Firm), account, Scope(ScopeKind.Venue, 0, risk.Venue))
        {
            ProbePercent = breakers.ProbePercent, ApprovalMs = risk.ApprovalMs, SlowAnswerMs = breakers.SlowAnswerMs,
            Breakers = new Dictionary<BreakerCause, PlainBreaker>
            {
                [BreakerCause.Loss] = Breaker(0), [BreakerCause.RejectRate] = Breaker(breakers.Rejects),
                [BreakerCause.Latency] = Breaker(breakers.SlowAnswers), [BreakerCause.Feed] = Breaker(breakers.FeedBreaks),
                [BreakerCause.Model] = Breaker(breakers.BadSignals),
            },
        };
        for (int i = 0; i < s_instruments.Length; i++)
        {
            (int priceScale, int quantityScale, long _, long tick, long lot) = s_instruments[i];
            decimal unit = PlainInstrument.Unit(quantityScale);
            model.Instruments.Add(new PlainInstrument(
                Scope(ScopeKind.Instrument, (uint)i + 1, risk.Instruments!.GetValueOrDefault($"A{i + 1}USDT")), priceScale,
                quantityScale, $"A{i + 1}")
            {
                Tick = tick * PlainInstrument.Unit(priceScale), Lot = lot * unit, MaxQuantity = MaxQuantity(i) * unit,
                MinNotional = 5,
            });
        }

        foreach (StrategyOptions strategy in options.Strategies)
        {
            model.Strategies.Add(new PlainStrategy(
                Scope(ScopeKind.Strategy, (uint)strategy.Id, risk.Strategies!.GetValueOrDefault($"{strategy.Id}")),
                model.Instruments[strategy.Instrument - 1]));
        }

        return model;

        PlainBreaker Breaker(int threshold) =>
            new(threshold, breakers.WindowMs, breakers.BackOffMs, breakers.MaxBackOffMs, breakers.Probes);
    }

    /// <summary>By the names of the properties: the model shares no table of limits with the gate.</summary>
    private PlainScope Scope(ScopeKind kind, uint id, ScopeLimitsOptions? options)
    {
        PlainScope scope = new(kind, id) { IsRestricted = options?.Restricted ?? false };
        foreach (LimitName name in Enum.GetValues<LimitName>())
        {
            object? value = typeof(ScopeLimitsOptions).GetProperty($"{name}")?.GetValue(options ?? new ScopeLimitsOptions());
            if (value != null)
            {
                scope.Limits.Add(name, decimal.Parse($"{value}", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        if (options?.TradingHours is [string hours])
        {
            int[] parts = [.. hours.Split(':', '-').Select(int.Parse)];
            scope.Hours = ((parts[0] * 60) + parts[1], (parts[2] * 60) + parts[3]);
        }

        _scopes.Add(scope);
        return scope;
    }

    private static long MaxQuantity(int at) => s_instruments[at].Lot * 35_000;

    // ---- what happens to both ----

    /// <summary>Now and then the clock runs away from the venue's, or the archive lags; soon all is well again.</summary>
    private void Surround()
    {
        if (_around.Next(100) == 0)
        {
            bool isBad = _around.Next(12) == 0;
            ClockOffset offset = new()
            {
                OffsetNs = (isBad ? _around.Next(-25, 26) : _around.Next(-9, 10)) * Ms, ErrorNs = _around.Next((int)Ms),
            };
            Gate.OnClockOffset(offset);
            _model.ClockOffset = (Math.Abs(offset.OffsetNs) + offset.ErrorNs) / (decimal)Ms;
            long lag = isBad ? _around.Next(6000) : 0;
            Gate.OnArchiveLag(lag);
            _model.ArchiveLag = lag;
        }
    }

    private string? Decide()
    {
        OrderIntent intent = Intent();
        long origin = _random.Next(20) == 0 ? _now - (_random.Next(90) * Ms) : 0;
        decimal dayPnl = _model.Pnl() - _dayStart;
        DenialCode expected = _model.Check(intent, origin, _now, TradingStateValue.Active, dayPnl, out PlainOrder? order);
        DenialCode actual = Gate.Check(intent, origin, _now, TradingStateValue.Active, (long)(dayPnl * 100_000_000));
        Codes[actual] = Codes.GetValueOrDefault(actual) + 1;
        if (expected != actual)
        {
            OrderCheck();
            return $"the model says {expected}, the gate {actual} ({Gate.LastOrder.Name} of {Gate.LastOrder.Decider?.Name}: {Gate.LastOrder.Actual} against {Gate.LastOrder.Limit}) of {intent} at {_now}";
        }

        if (actual != DenialCode.Unspecified)
        {
            return null;
        }

        Gate.Reserve(_next);
        _model.Reserve(_next, order!, intent, _now);
        Probes += _model.Open[^1].IsProbe ? 1 : 0;
        Lived lived = new(_next++, intent.InstrumentId, intent.InstanceId, intent.Side, intent.Quantity, intent.Price);
        _orders.Add(lived);
        string? beyond = _truth.Approve(lived, isStrange: HasStrangers);
        return beyond ?? ((long)(_model.Pnl() * 100_000_000) != Gate.Pnl ? $"the results differ: {_model.Pnl()} and {Gate.Pnl}"
            : _model.Open.Count != Gate.Books.Open.Count ? "the open orders differ"
            : Math.Ceiling(_model.Gross() * 100_000_000) != Money.FromRaw(Gate.Books.Exposure.Gross)
                ? $"the gross exposures differ: {_model.Gross()} and {Money.FromRaw(Gate.Books.Exposure.Gross)}"
                : null);

        void OrderCheck() => Codes[expected] = Codes.GetValueOrDefault(expected) + 1;
    }

    private OrderIntent Intent()
    {
        int strategy = _random.Next(30) switch { < 7 => 1, < 13 => 2, < 20 => 3, < 28 => 4, 28 => 5, _ => 6 };
        int at = _options.Strategies[strategy - 1].Instrument - 1;
        (int _, int _, long _, long tick, long lot) = s_instruments[at];
        bool isMarket = _random.Next(8) == 0;
        long distance = _prices[at] * _random.Next(_random.Next(12) == 0 ? 450 : 40) / 10_000 / tick * tick;
        bool isBuy = _random.Next(2) == 0;
        OrderIntent intent = new()
        {
            InstanceId = (uint)strategy, InstrumentId = (uint)at + 1, Side = isBuy ? Side.Buy : Side.Sell,
            Type = isMarket ? OrderType.Market : OrderType.Limit,
            TimeInForce = isMarket ? TimeInForce.Unspecified : TimeInForce.Gtc,
            Quantity = lot * _random.Next(1, _random.Next(10) == 0 ? 45_000 : 6000),
            Price = isMarket ? 0 : _prices[at] + (_random.Next(3) == 0 == isBuy ? distance : -distance),
            Observed = _modes.Next(300) == 0,
        };
        if (_random.Next(15) == 0)
        {
            intent.Quantity = lot * 2000;
            intent.Price = isMarket ? 0 : _prices[at];
        }

        switch (_random.Next(200))
        {
            case 0:
                intent.InstrumentId = 99;
                break;
            case 1:
                intent.InstanceId = 77;
                break;
            case 2:
                intent.InstrumentId = (intent.InstrumentId % 4) + 1;
                break;
            case 3:
                intent.Quantity = _random.Next(3) - 2;
                break;
            case 4:
                intent.Price++;
                break;
            case 5:
                intent.Quantity++;
                break;
            case 6:
                intent.Quantity = long.MaxValue - (long.MaxValue % lot);
                break;
            case 7:
                intent.Side = Side.Unspecified;
                break;
            default:
                break;
        }

        return intent;
    }

    /// <summary>Something becomes of an order.</summary>
    private void Live()
    {
        if (_orders.Count == 0)
        {
            return;
        }

        Lived order = _orders[_random.Next(_orders.Count)];
        long left = order.Quantity - order.Filled;
        if (order.HasEnded)
        {
            Fill(order, order.Missing);
            return;
        }

        switch (_random.Next(16))
        {
            case < 4:
                Say(order, _random.Next(5) == 0 ? OrderStatus.Unknown : OrderStatus.Accepted);
                break;
            case < 7:
                Fill(order, Math.Max(1, left / _random.Next(1, 4)));
                break;
            case < 10:
                Fill(order, left);
                Say(order, OrderStatus.Filled);
                break;
            case < 12:
                Say(order, OrderStatus.PendingCancel);
                break;
            case < 14:
                Say(order, OrderStatus.Canceled);
                break;
            case 14:
                Say(order, _random.Next(2) == 0 ? OrderStatus.Rejected : OrderStatus.Denied);
                break;
            default:
                // The venue has filled more than was told; the fill comes afterwards, if at all.
                long missing = Math.Max(1, left / 2);
                order.Missing = missing;
                order.HasEnded = true;
                Say(order, OrderStatus.Canceled);
                if (_random.Next(4) > 0)
                {
                    Fill(order, missing);
                }

                break;
        }
    }

    private void Say(Lived order, OrderStatus status)
    {
        OrderEvent said = new()
        {
            ClientOrderId = order.Id, InstrumentId = order.Instrument, InstanceId = order.Instance, Side = order.Side,
            Quantity = order.Quantity, Price = order.Price, Status = status, FilledQuantity = order.Filled + order.Missing,
        };
        _truth.Say(order, status);
        _model.OnOrder(said, _now);
        if (Gate.Execution.OnOrder(said, _now) is { } changed)
        {
            Gate.Market.Revalue(changed);
        }

        if (_model.Open.TrueForAll(each => each.Id != order.Id))
        {
            _ = _orders.Remove(order);
        }
    }

    private void Fill(Lived order, long quantity)
    {
        if (quantity <= 0)
        {
            return;
        }

        (int _, int _, long _, long tick, long _) = s_instruments[order.Instrument - 1];
        Fill fill = new()
        {
            ClientOrderId = order.Id, InstanceId = order.Instance, InstrumentId = order.Instrument, Side = order.Side,
            Price = _prices[order.Instrument - 1] + (tick * _random.Next(-20, 21)), Quantity = quantity,
            FeeAsset = (FeeAsset)_random.Next(1, 4), Fee = _random.Next(2_000_000),
        };
        order.Filled += quantity;
        order.Missing = Math.Max(0, order.Missing - quantity);
        _truth.Fill(order, quantity);
        _model.OnFill(fill, _now);
        Gate.Market.Revalue(Gate.Execution.OnFill(fill, _now)!);
        Review();
        if (_model.Open.TrueForAll(each => each.Id != order.Id))
        {
            _ = _orders.Remove(order);
        }
    }

    private void Review()
    {
        _model.Review(_now);
        Gate.Review((long)((_model.Pnl() - _dayStart) * 100_000_000), _now);
    }

    private void Tick()
    {
        _clockStep += _random.Next(6000) == 0 ? 2000 * Ms : 0;
        long utc = Utc + _now - Start + _clockStep + _random.Next(1_000_000);
        Gate.Market.OnTick(utc, _now);
        _model.OnTick(utc, _now);
        Review();
    }

    private void BeginDay()
    {
        Review();
        Gate.Market.BeginDay(_now);
        _dayStart = _model.Pnl();
        foreach (PlainStrategy strategy in _model.Strategies)
        {
            strategy.Scope.Sample(_now, Gate.Books.FindStrategy(strategy.Scope.Id)!.Pnl() / 100_000_000m);
            strategy.Scope.DayStart = strategy.Scope.Pnl;
        }

        foreach (PlainInstrument instrument in _model.Instruments)
        {
            instrument.Scope.Sample(_now, Gate.Books.Find(instrument.Id)!.CountedPnl / 100_000_000m);
            instrument.Scope.DayStart = instrument.Scope.Pnl;
            instrument.Reference = instrument.Quoted == 0 ? 0 : instrument.Mark;
        }
    }

    private void Quote(int at)
    {
        (int _, int _, long first, long tick, long _) = s_instruments[at];

        // Back to where it began, now and then by a leap.
        long pull = Math.Sign(first - _prices[at]) * _random.Next(3);
        int leap = _random.Next(400) == 0 ? 300 : 8;
        _prices[at] = Math.Max(tick * 100, _prices[at] + (tick * (_random.Next(-leap, leap + 1) + pull) * (at == 1 ? 4 : 1)));
        long spread = tick * _random.Next(1, 4);
        Artic.V1.Quote quote = new() { InstrumentId = (uint)at + 1, BidPrice = _prices[at] - spread, AskPrice = _prices[at] + tick };
        PlainInstrument plain = _model.Instruments[at];
        (plain.Bid, plain.Ask) = (quote.BidPrice * plain.PriceUnit, quote.AskPrice * plain.PriceUnit);
        plain.Quoted = _now;
        plain.Mids.Add(_now, plain.Mark);
        plain.Reference = plain.Reference == 0 ? plain.Mark : plain.Reference;
        Gate.Market.OnQuote(quote, _now, _now);
    }

    private void BookTop(int at)
    {
        (int _, int _, long _, long tick, long lot) = s_instruments[at];
        PlainInstrument plain = _model.Instruments[at];
        BookTop top = new() { InstrumentId = (uint)at + 1 };
        plain.Bids.Clear();
        plain.Asks.Clear();
        for (int i = 1; i <= 5; i++)
        {
            (long bid, long ask) = (_prices[at] - (tick * i * 3), _prices[at] + (tick * i * 3));
            (long bidQuantity, long askQuantity) = (lot * _random.Next(1, 3000), lot * _random.Next(1, 3000));
            top.BidPrices.Add(bid);
            top.BidQuantities.Add(bidQuantity);
            top.AskPrices.Add(ask);
            top.AskQuantities.Add(askQuantity);
            plain.Bids.Add((bid * plain.PriceUnit, bidQuantity * plain.QuantityUnit));
            plain.Asks.Add((ask * plain.PriceUnit, askQuantity * plain.QuantityUnit));
        }

        Gate.Market.OnBookTop((uint)at + 1, top.ToByteArray());
    }

    private void Both(Trade trade)
    {
        Gate.Market.OnTrade(trade);
        PlainInstrument plain = _model.Instruments[(int)trade.InstrumentId - 1];
        plain.LastTrade = trade.Price * plain.PriceUnit;
    }

    private void FeedStatus(int at, FeedState state)
    {
        Gate.Market.OnFeedStatus(new FeedStatus { InstrumentId = (uint)at + 1, State = state }, _now);
        PlainInstrument plain = _model.Instruments[at];
        if (plain.IsLive && state != FeedState.Live)
        {
            _model.Breakers[BreakerCause.Feed].Happened(_now);
        }

        plain.IsLive = state == FeedState.Live;
        if (!plain.IsLive)
        {
            plain.Quoted = 0;
            plain.Bids.Clear();
            plain.Asks.Clear();
        }
    }

    private void Define(int at)
    {
        (int priceScale, int quantityScale, long _, long tick, long lot) = s_instruments[at];
        Instrument definition = Gate.Books.Instruments[at].Definition;
        definition.PriceScale = (uint)priceScale;
        definition.QuantityScale = (uint)quantityScale;
        definition.TickSize = tick;
        definition.LotSize = definition.MinQuantity = lot;
        definition.MaxQuantity = MaxQuantity(at);
        definition.MinNotional = 5 * (long)Math.Pow(10, priceScale);
        Gate.Market.OnDefinition(Gate.Books.Instruments[at], _now);
        _model.Instruments[at].Defined = _now;
    }

    /// <summary>The bridge says of one instance that it may not act, or of all that they may.</summary>
    private void SetMode()
    {
        int resting = _modes.Next(2 * _model.Strategies.Count);
        for (int i = 0; i < _model.Strategies.Count; i++)
        {
            PlainStrategy each = _model.Strategies[i];
            each.IsActive = i != resting;
            Gate.Books.FindStrategy(each.Scope.Id)!.Mode =
                each.IsActive ? InstanceMode.Active : (InstanceMode)_modes.Next((int)InstanceMode.Active);
        }
    }

    private void SetState()
    {
        PlainScope scope = _scopes[_random.Next(_scopes.Count)];
        TradingStateValue state = _random.Next(12) switch { 0 => TradingStateValue.Halted, 1 => TradingStateValue.Reducing, _ => TradingStateValue.Active };
        foreach (PlainScope each in _scopes)
        {
            if (each == scope || (each.State != TradingStateValue.Active && _random.Next(2) == 0))
            {
                TradingStateValue value = each == scope ? state : TradingStateValue.Active;
                each.State = value;
                Gate.SetState(Gate.Books.Scopes.Find(each.Kind, each.Id)!, value);
                if (value == TradingStateValue.Active && _model.Strategies.Find(strategy => strategy.Scope == each) is { } enabled)
                {
                    (enabled.IsDisabled, enabled.Executions) = (false, 0);
                }
            }
        }
    }

    private void Balance(int at)
    {
        PlainInstrument plain = _model.Instruments[at];
        AccountSnapshot snapshot = new()
        {
            InstrumentId = (uint)at + 1, BaseTotal = Units.E8(_random.Next(5, 60)), BaseLocked = Units.E8(_random.Next(4)),
            QuoteTotal = Units.E8(_random.Next(1000, 9000)), QuoteLocked = Units.E8(_random.Next(500)),
        };
        Gate.Execution.OnBalances(snapshot);
        _model.OnBalance(plain.BaseAsset, snapshot.BaseTotal / 100_000_000m, snapshot.BaseLocked / 100_000_000m);
        _model.OnBalance("USDT", snapshot.QuoteTotal / 100_000_000m, snapshot.QuoteLocked / 100_000_000m);
    }

    private void ValueAtRisk()
    {
        ValueAtRisk record = new()
        {
            Parametric = Units.E8(_random.Next(650)), Historical = Units.E8(_random.Next(650)),
            AsOfShare = Gate.Books.ValueAtRisk.ShareSum,
        };
        for (int i = 0; i < s_instruments.Length; i++)
        {
            record.InstrumentIds.Add((uint)i + 1);
            record.ShareBps.Add(_random.Next(3) == 0 ? 0 : _random.Next(1, 2500));
        }

        Gate.Market.OnValueAtRisk(record, _now);
        _model.OnRisk(record, _now);
    }

    private void Signal()
    {
        (double value, double confidence)[] signals = [(0.5, 0.5), (double.NaN, 0.5), (1.5, 0.5), (0.5, -0.1), (-1, 1)];
        int at = _random.Next(signals.Length);
        Gate.Market.OnSignal(new Signal { Value = signals[at].value, Confidence = signals[at].confidence }, _now);
        if (at is 1 or 2 or 3)
        {
            _model.Breakers[BreakerCause.Model].Happened(_now);
        }
    }

    /// <summary>The gate is gone; another one goes on from what it has saved.</summary>
    private string? Crash()
    {
        Crashes++;
        StateWriter saved = new();
        Gate.Save(saved);
        byte[] state = saved.Written.ToArray();
        RiskGate next = new(_options);
        StateReader reader = new(state);
        next.Load(reader);
        reader.End();
        StateWriter again = new();
        next.Save(again);
        Gate = next;
        return again.Written.SequenceEqual(state) ? null : "what is loaded is not what was saved";
    }

    private void Strange(int at)
    {
        if (!HasStrangers)
        {
            return;
        }

        if (_random.Next(3) == 0)
        {
            LimitName name = _random.Next(3) switch { 0 => LimitName.MaxPosition, 1 => LimitName.MaxOrderValue, _ => LimitName.OrdersPerSecond };
            PlainScope scope = _scopes[_random.Next(_scopes.Count)];
            if (name == LimitName.OrdersPerSecond && scope.Kind != ScopeKind.Account)
            {
                return;
            }

            int value = _random.Next(5, 40) * (name == LimitName.MaxOrderValue ? 40 : 1);
            _ = scope.HasToken(ofCancels: false, _now);
            scope.Limits[name] = value;
            Gate.SetLimit(
                Gate.Books.Scopes.Find(scope.Kind, scope.Id)!, name, name == LimitName.OrdersPerSecond ? value : Units.E8(value), _now);
            return;
        }

        (int _, int _, long _, long tick, long lot) = s_instruments[at];
        Lived order = new(
            _nextForeign++, (uint)at + 1, (uint)_random.Next(7), _random.Next(2) == 0 ? Side.Buy : Side.Sell,
            lot * _random.Next(1, 4000), _prices[at] + (tick * _random.Next(-300, 300)));
        _orders.Add(order);
        Say(order, _random.Next(2) == 0 ? OrderStatus.Accepted : OrderStatus.Unknown);
    }

}
