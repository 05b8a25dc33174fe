using System.Globalization;
using Artic.Hosting.Options;
using Artic.RiskManager;
using Artic.RiskManager.Exposure;
using Artic.V1;

namespace Artic.Bench.Risk;

/// <summary>
/// A gate under load: every scope has limits of its own, prices wander, positions build up and turn, the oldest of many open
/// orders fills or ends for each new one. Time is simulated, 100 µs a decision. Thread: one. Allocates nothing after construction.
/// </summary>
public sealed class RiskLoad
{
    private const long Unit = 100_000_000;
    private const long TickSize = Unit / 100;
    private const long StepNs = 100_000;
    private const int BookLevels = 10;
    private const long FirstPrice = 100 * Unit;

    private readonly RiskGate _gate;
    private readonly OrderIntent _intent = new();
    private readonly Quote _quote = new();
    private readonly Fill _fill = new();
    private readonly OrderEvent _order = new();
    private readonly long[] _prices;
    private readonly (ulong Id, uint Instrument, bool IsBuy, long Quantity, long Price)[] _open;
    private readonly int _instruments;
    private readonly int _openOrders;
    private ulong _random;
    private long _nowNs = 1_000_000_000_000;
    private ulong _next = 1;
    private ulong _oldest = 1;
    private ulong _accepted;

    /// <param name="instruments">Instruments, each with a strategy instance.</param>
    /// <param name="openOrders">Orders that are open all the time.</param>
    /// <param name="seed">Of all that is random.</param>
    public RiskLoad(int instruments, int openOrders, int seed)
    {
        _random = (ulong)seed + 1;
        _instruments = instruments;
        _openOrders = openOrders;
        _prices = new long[instruments];
        _open = new (ulong, uint, bool, long, long)[openOrders + 1];
        _gate = new RiskGate(Options(instruments));
        Array.ForEach(_gate.Books.Strategies, strategy => strategy.Mode = InstanceMode.Active);
        byte[] book = Book();
        for (int i = 0; i < instruments; i++)
        {
            _prices[i] = FirstPrice;
            InstrumentRisk instrument = _gate.Books.Instruments[i];
            instrument.Definition.TickSize = TickSize;
            instrument.Definition.LotSize = TickSize;
            instrument.Definition.MinQuantity = TickSize;
            instrument.Definition.MinNotional = Unit;
            _gate.Market.OnDefinition(instrument, _nowNs);
            _gate.Market.OnFeedStatus(new FeedStatus { InstrumentId = (uint)i + 1, State = FeedState.Live }, _nowNs);
            _gate.Market.OnBookTop((uint)i + 1, book);
            _gate.Market.OnTrade(new Trade { InstrumentId = (uint)i + 1, Price = FirstPrice });
            _gate.Execution.OnBalances(new AccountSnapshot
            {
                InstrumentId = (uint)i + 1, BaseTotal = 1_000_000_000 * Unit, QuoteTotal = 90_000_000_000 * Unit,
            });
            MoveTo(i, FirstPrice);
        }

        _gate.Market.OnTick(1_700_000_000_000_000_000 + _nowNs, _nowNs);
        while (OpenOrders < openOrders)
        {
            Prepare();
            _ = Decide();
        }
    }

    /// <summary>Orders that count now.</summary>
    public int OpenOrders => _gate.Books.Open.Count;

    /// <summary>What came of the last intent.</summary>
    public DenialCode LastCode { get; private set; }

    /// <summary>The oldest order fills or ends, and a price moves.</summary>
    public void Update()
    {
        _nowNs += StepNs;
        _gate.Books.Notices.Clear();
        while (_accepted + 1 < _next)
        {
            AcceptNext();
        }

        while (OpenOrders > _openOrders - 1)
        {
            EndOldest();
        }

        int at = Next(_instruments);
        MoveTo(at, Math.Clamp(_prices[at] + (TickSize * (Next(5) - 2)), FirstPrice / 2, FirstPrice * 2));
        if (_next % 50 == 0)
        {
            _gate.Market.OnTick(1_700_000_000_000_000_000 + _nowNs, _nowNs);
            _gate.Review(0, _nowNs);
        }
    }

    /// <summary>Makes the next intent: every tenth a market order, bids below and offers above the middle.</summary>
    public void Prepare()
    {
        int at = Next(_instruments);
        bool isBuy = Next(2) == 0;
        bool isMarket = Next(10) == 0 && _gate.Books.Open.BestPrice(_gate.Books.Instruments[at], !isBuy) == null;
        _intent.InstanceId = (uint)at + 1;
        _intent.InstrumentId = (uint)at + 1;
        _intent.Side = isBuy ? Side.Buy : Side.Sell;
        _intent.Type = isMarket ? OrderType.Market : OrderType.Limit;
        _intent.TimeInForce = isMarket ? TimeInForce.Unspecified : TimeInForce.Gtc;
        _intent.Quantity = TickSize * (10 + Next(90));
        long distance = TickSize * (100 + Next(300));
        _intent.Price = isMarket ? 0 : _prices[at] + (isBuy ? -distance : distance);
    }

    /// <summary>Decides on it. True: it is approved and counts.</summary>
    public bool Decide()
    {
        LastCode = _gate.Check(_intent, _nowNs, _nowNs, TradingStateValue.Active, 0);
        if (LastCode != DenialCode.Unspecified)
        {
            return false;
        }

        _gate.Reserve(_next);
        long price = _intent.Price == 0 ? _prices[(int)_intent.InstrumentId - 1] : _intent.Price;
        _open[_next % (ulong)_open.Length] =
            (_next, _intent.InstrumentId, _intent.Side == Side.Buy, _intent.Quantity, price);
        _next++;
        return true;
    }

    private static byte[] Book()
    {
        BookTop top = new() { InstrumentId = 1 };
        for (int i = 0; i < BookLevels; i++)
        {
            top.BidPrices.Add(FirstPrice - (TickSize * (i + 1)));
            top.BidQuantities.Add(Unit / 10);
            top.AskPrices.Add(FirstPrice + (TickSize * (i + 1)));
            top.AskQuantities.Add(Unit / 10);
        }

        return Google.Protobuf.MessageExtensions.ToByteArray(top);
    }

    /// <summary>Limits that everything is measured by and nothing reaches.</summary>
    private static PipelineOptions Options(int instruments)
    {
        PipelineOptions options = new() { Account = "bench", StateFolder = "none", Epoch = 1, Risk = new RiskOptions() };
        Fill(options.Risk);
        options.Risk.StaleQuoteMs = 600_000;
        options.Risk.MarketMoveBps = 100_000;
        options.Risk.MaxDailyLoss = options.Risk.MaxRollingLoss = options.Risk.MaxDrawdown = "90000000000";
        options.Risk.MaxValueAtRisk = options.Risk.MaxGrossExposure;
        options.Risk.Firm = Fill(new ScopeLimitsOptions());
        options.Risk.Venue = Fill(new ScopeLimitsOptions());
        options.Risk.Instruments = [];
        options.Risk.Strategies = [];
        for (int i = 1; i <= instruments; i++)
        {
            string symbol = string.Create(CultureInfo.InvariantCulture, $"B{i}USDT");
            options.Instruments.Add(new InstrumentOptions { Id = i, Symbol = symbol, BaseAsset = $"B{i}", QuoteAsset = "USDT" });
            options.Strategies.Add(new StrategyOptions
            {
                Id = i, Name = "ema_crossover", Instrument = i, OrderQuantity = "1", MaxPosition = "1",
            });
            options.Risk.Instruments.Add(symbol, Fill(new ScopeLimitsOptions()));
            options.Risk.Strategies.Add(i.ToString(CultureInfo.InvariantCulture), Fill(new ScopeLimitsOptions()));
        }

        return options;
    }

    private static ScopeLimitsOptions Fill(ScopeLimitsOptions limits)
    {
        limits.MaxOrderValue = limits.MaxOrderQuantity = "1000000";
        limits.MaxPosition = limits.MaxGrossExposure = limits.MaxNetExposure = "10000000000";
        limits.MaxDailyLoss = limits.MaxRollingLoss = limits.MaxDrawdown = "90000000000";
        limits.PriceCollarBps = limits.TradeCollarBps = limits.ReferenceCollarBps = 10_000;
        limits.OrdersPerSecond = limits.OrderBurst = limits.CancelsPerSecond = limits.CancelBurst = 100_000;
        limits.OrderToTradeRatio = 1_000_000;
        limits.MaxExecutions = 1_000_000_000;
        limits.MaxOpenOrders = Artic.RiskManager.Exposure.OpenOrders.Most;
        limits.MaxLosingStreak = 1_000_000;
        return limits;
    }

    /// <summary>From 0 to below <paramref name="below"/>: the upper bits of a 64-bit linear congruence (Knuth's MMIX).</summary>
    private int Next(int below)
    {
        _random = unchecked((_random * 6364136223846793005) + 1442695040888963407);
        return (int)((_random >> 33) % (ulong)below);
    }

    private void MoveTo(int at, long price)
    {
        _prices[at] = price;
        _quote.InstrumentId = (uint)at + 1;
        _quote.BidPrice = price - TickSize;
        _quote.AskPrice = price + TickSize;
        _gate.Market.OnQuote(_quote, _nowNs, _nowNs);
    }

    /// <summary>The venue answers within a step: an order that waits for long opens the latency breaker.</summary>
    private void AcceptNext()
    {
        (ulong id, uint instrumentId, _, _, _) = _open[++_accepted % (ulong)_open.Length];
        _order.ClientOrderId = id;
        _order.InstrumentId = instrumentId;
        _order.Status = OrderStatus.Accepted;
        _order.FilledQuantity = 0;
        _ = _gate.Execution.OnOrder(_order, _nowNs);
    }

    /// <summary>Two of three fill, in part or whole, and then end.</summary>
    private void EndOldest()
    {
        (ulong id, uint instrumentId, bool isBuy, long quantity, long price) = _open[_oldest % (ulong)_open.Length];
        _oldest++;
        long filled = Next(3) switch { 0 => 0, 1 => quantity / 2, _ => quantity };
        _order.ClientOrderId = id;
        _order.InstrumentId = instrumentId;
        if (filled > 0)
        {
            _fill.ClientOrderId = id;
            _fill.InstanceId = _fill.InstrumentId = instrumentId;
            _fill.Side = isBuy ? Side.Buy : Side.Sell;
            _fill.Price = price;
            _fill.Quantity = filled;
            _gate.Market.Revalue(_gate.Execution.OnFill(_fill, _nowNs)!);
        }

        _order.Status = filled == quantity ? OrderStatus.Filled : OrderStatus.Canceled;
        _order.FilledQuantity = filled;
        _gate.Market.Revalue(_gate.Execution.OnOrder(_order, _nowNs)!);
    }
}
