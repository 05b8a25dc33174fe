using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Wire;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// A seeded market: other participants (<see cref="ParticipantModel"/>) and the account in one price-time-priority
/// book. Without orders of the account its messages are a function of seed, origin time and simulated time alone.
/// Thread: one.
/// </summary>
public sealed class ModelOrderFlow : IOrderFlow
{
    /// <summary>Every so many diffs of 100 ms there is one of a second.</summary>
    private const int DiffsPerSlowDiff = 10;

    /// <summary>Where the latent fair value starts.</summary>
    public const double StartPrice = 60_000;

    private const long DiffIntervalNs = 100_000_000;

    private readonly LimitOrderBook _book = new();
    private readonly Dictionary<AccountOrder, BookOrder> _resting = [];
    private readonly MarketDataCodec _codec;
    private readonly ParticipantModel _participants;
    private readonly DepthDiffBook _fastDiff;
    private readonly DepthDiffBook _slowDiff;
    private readonly long _originMs;
    private readonly Action<BookOrder, long> _matchedByAccount;
    private AccountOrder? _taker;
    private (long BidE8, long BidQuantityE8, long AskE8, long AskQuantityE8) _publishedTop;
    private long _updateId = 1;
    private long _tradeId;
    private long _nowNs;
    private long _arrivalNs;
    private double _arrivalSeconds;
    private long _diffNs;
    private long _diffs;

    /// <summary>
    /// A market that starts full of quotes; <paramref name="originMs"/> is the UTC time of simulated time 0,
    /// <paramref name="firstDiffNs"/> when the first of its diffs is due, so that many markets need not speak at once.
    /// </summary>
    public ModelOrderFlow(
        Instrument instrument, ulong seed, long originMs, MarketActivity? activity = null, long firstDiffNs = DiffIntervalNs)
    {
        _diffNs = firstDiffNs;
        Instrument = instrument;
        _originMs = originMs;
        _codec = new MarketDataCodec(instrument.Symbol);
        _matchedByAccount = (maker, quantityE8) => OnMatch(LimitOrderBook.Opposite(maker.Side), maker, quantityE8);
        _participants = new ParticipantModel(
            _book, new SeededGenerator(seed), instrument, StartPrice, activity ?? MarketActivity.Lively, OnMatch);
        _fastDiff = new DepthDiffBook(StreamKind.Depth100Ms, _updateId);
        _slowDiff = new DepthDiffBook(StreamKind.Depth1000Ms, _updateId);
        _book.LevelChanged = OnLevelChanged;
        _publishedTop = Top();
        DrawArrival();
    }

    /// <inheritdoc/>
    public string Name => "model";

    /// <inheritdoc/>
    public Instrument Instrument { get; }

    /// <inheritdoc/>
    public bool StartsWithFirstSubscriber => false;

    /// <inheritdoc/>
    public bool IsFinished => false;

    /// <inheritdoc/>
    public long NextDueNs => Math.Min(_arrivalNs, _diffNs);

    /// <inheritdoc/>
    public long ReferencePriceE8 { get; private set; } = (long)StartPrice * Instrument.UnitE8;

    /// <inheritdoc/>
    public Action<MarketMessage>? Published { get; set; }

    /// <inheritdoc/>
    public AccountFillHandler? Filled { get; set; }

    /// <summary>The latent fair value, for tests of the model.</summary>
    public double FairPrice => _participants.FairPrice;

    /// <inheritdoc/>
    public bool AdvanceTo(long simulatedNs, int maxEvents)
    {
        for (int i = 0; i < maxEvents && NextDueNs <= simulatedNs; i++)
        {
            _nowNs = NextDueNs;
            if (_arrivalNs <= _diffNs)
            {
                _participants.Arrive(_arrivalSeconds);
                PublishTop();
                DrawArrival();
            }
            else
            {
                PublishDiffs();
                _diffNs += DiffIntervalNs;
            }
        }

        bool reached = NextDueNs > simulatedNs;
        _nowNs = reached ? simulatedNs : _nowNs;
        return reached;
    }

    /// <inheritdoc/>
    public bool HasBook => true;

    /// <inheritdoc/>
    public DepthSnapshot Depth(int limit) => new(_updateId, Levels(Side.Buy, limit), Levels(Side.Sell, limit));

    /// <inheritdoc/>
    public (long QuantityE8, long QuoteE8) Available(Side takerSide, long limitE8, long quantityE8) =>
        _book.Available(takerSide, limitE8, quantityE8);

    /// <inheritdoc/>
    public void Take(AccountOrder order)
    {
        _taker = order;
        _book.Match(order.Side, order.LimitE8, order.RemainingE8, _matchedByAccount);
        _taker = null;
        PublishTop();
    }

    /// <inheritdoc/>
    public void Rest(AccountOrder order)
    {
        BookOrder resting = new(order.Side, order.PriceE8, order.RemainingE8, order);
        _resting.Add(order, resting);
        _book.Add(resting);
        PublishTop();
    }

    /// <inheritdoc/>
    public void Cancel(AccountOrder order)
    {
        if (_resting.Remove(order, out BookOrder? resting))
        {
            _book.Remove(resting);
            PublishTop();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private long NowMs => _originMs + (_nowNs / 1_000_000);

    private void DrawArrival()
    {
        _arrivalSeconds = _participants.NextArrivalSeconds();
        _arrivalNs += Math.Max(1, (long)(_arrivalSeconds * 1e9));
    }

    private void OnLevelChanged(Side side, long priceE8)
    {
        _updateId++;
        _fastDiff.Mark(side, priceE8);
        _slowDiff.Mark(side, priceE8);
    }

    private void OnMatch(Side takerSide, BookOrder maker, long quantityE8)
    {
        long tradeId = ++_tradeId;
        ReferencePriceE8 = maker.PriceE8;
        Published?.Invoke(_codec.Trade(
            new PublicTrade(NowMs, tradeId, maker.PriceE8, quantityE8, BuyerIsMaker: takerSide == Side.Sell)));
        if (maker.Account is { } resting)
        {
            if (maker.RemainingE8 == 0)
            {
                _resting.Remove(resting);
            }

            Filled?.Invoke(resting, maker.PriceE8, quantityE8, tradeId, isMaker: true);
        }
        else if (maker.RemainingE8 == 0)
        {
            _participants.Exhausted(maker);
        }

        if (_taker is not null)
        {
            Filled?.Invoke(_taker, maker.PriceE8, quantityE8, tradeId, isMaker: false);
        }
    }

    private (long BidE8, long BidQuantityE8, long AskE8, long AskQuantityE8) Top()
    {
        PriceLevel? bid = _book.Best(Side.Buy);
        PriceLevel? ask = _book.Best(Side.Sell);
        return (bid?.PriceE8 ?? 0, bid?.QuantityE8 ?? 0, ask?.PriceE8 ?? 0, ask?.QuantityE8 ?? 0);
    }

    private void PublishTop()
    {
        var top = Top();
        if (top != _publishedTop)
        {
            _publishedTop = top;
            Published?.Invoke(
                _codec.BookTicker(_updateId, (top.BidE8, top.BidQuantityE8), (top.AskE8, top.AskQuantityE8)));
        }
    }

    private void PublishDiffs()
    {
        if (_fastDiff.Take(_codec, _book, _updateId, NowMs) is { } fast)
        {
            Published?.Invoke(fast);
        }

        if (++_diffs % DiffsPerSlowDiff == 0 && _slowDiff.Take(_codec, _book, _updateId, NowMs) is { } slow)
        {
            Published?.Invoke(slow);
        }
    }

    private List<(long PriceE8, long QuantityE8)> Levels(Side side, int limit)
    {
        List<(long, long)> levels = [];
        foreach (PriceLevel level in _book.Ordered(side))
        {
            if (levels.Count == limit)
            {
                break;
            }

            levels.Add((level.PriceE8, level.QuantityE8));
        }

        return levels;
    }
}
