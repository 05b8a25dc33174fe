using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// The other participants: limit orders, market orders and cancels arrive as Poisson streams at a real book and lean
/// to a latent fair value, so that book imbalance and trade flow say something about the next moves. Rates
/// are those of a <see cref="MarketActivity"/>. Rates and sizes are floating point; prices and quantities that
/// leave it are integers on tick and lot. Thread: one.
/// </summary>
public sealed class ParticipantModel
{
    private const int LargestDistanceTicks = 30_000;
    private const double StaleQuotes = 0.6;

    private readonly LimitOrderBook _book;
    private readonly SeededGenerator _random;
    private readonly FairValue _fair;
    private readonly Instrument _instrument;
    private readonly MarketActivity _activity;
    private readonly double _tick;
    private readonly List<BookOrder> _orders = [];
    private readonly Action<BookOrder, long> _matched;

    /// <summary>Fills the empty book around <paramref name="startPrice"/>.</summary>
    public ParticipantModel(
        LimitOrderBook book,
        SeededGenerator random,
        Instrument instrument,
        double startPrice,
        MarketActivity activity,
        Action<Side, BookOrder, long> matched)
    {
        _activity = activity;
        _book = book;
        _random = random;
        _instrument = instrument;
        _fair = new FairValue(random, startPrice);
        _tick = instrument.TickE8 / (double)Instrument.UnitE8;
        _matched = (maker, quantityE8) => matched(LimitOrderBook.Opposite(maker.Side), maker, quantityE8);
        long centre = FairTicks();
        for (int i = 0; i < _activity.TypicalOrders; i++)
        {
            Side side = i % 2 == 0 ? Side.Buy : Side.Sell;
            long distance = i < 12 ? 1 : (long)_random.NextLogUniform(2, LargestDistanceTicks);
            Add(side, side == Side.Buy ? centre - distance : centre + distance - 1);
        }
    }

    /// <summary>The latent fair value, for tests of the model; no participant's quote says it.</summary>
    public double FairPrice => _fair.Value;

    /// <summary>Draws the time to the next arrival from the present rates.</summary>
    public double NextArrivalSeconds() => _random.NextExponential() / TotalRate();

    /// <summary>One arrival, <paramref name="seconds"/> after the last.</summary>
    public void Arrive(double seconds)
    {
        _fair.Advance(seconds);
        double at = _random.NextUnit() * TotalRate();
        if (at < _activity.LimitOrdersPerSecond)
        {
            PlaceLimitOrder();
        }
        else if (at < _activity.LimitOrdersPerSecond + _activity.MarketOrdersPerSecond)
        {
            PlaceMarketOrder();
        }
        else
        {
            CancelOrder();
        }
    }

    /// <summary>A maker of this model has nothing left: it is gone from the book.</summary>
    public void Exhausted(BookOrder maker)
    {
        BookOrder last = _orders[^1];
        _orders[maker.OwnerIndex] = last;
        last.OwnerIndex = maker.OwnerIndex;
        _orders.RemoveAt(_orders.Count - 1);
        maker.OwnerIndex = -1;
    }

    private double TotalRate() =>
        _activity.LimitOrdersPerSecond + _activity.MarketOrdersPerSecond + (_activity.CancelsPerSecond * _orders.Count / _activity.TypicalOrders);

    private long FairTicks() => Math.Max(LargestDistanceTicks + 10, (long)(_fair.Value / _tick));

    private long? BestTicks(Side side) => _book.Best(side)?.PriceE8 / _instrument.TickE8;

    /// <summary>-1 (the book stands far above the fair value) to 1 (far below).</summary>
    private double Lean()
    {
        long bid = BestTicks(Side.Buy) ?? FairTicks();
        long ask = BestTicks(Side.Sell) ?? FairTicks();
        return Math.Tanh((_fair.Value - ((bid + ask) * 0.5 * _tick)) / 1.5);
    }

    private Side DrawSide(double strength) =>
        _random.NextChance(0.5 + (0.5 * strength * Lean())) ? Side.Buy : Side.Sell;

    private void PlaceLimitOrder()
    {
        Side side = DrawSide(0.5);
        Side other = LimitOrderBook.Opposite(side);
        int towards = side == Side.Buy ? 1 : -1;
        long fair = FairTicks();
        if (BestTicks(side) is not { } same || BestTicks(other) is not { } opposite)
        {
            long edge = BestTicks(other) ?? fair;
            long wanted = fair - (towards * (1 + _random.NextBelow(20)));
            Add(side, side == Side.Buy ? Math.Min(wanted, edge - 1) : Math.Max(wanted, edge + 1));
            return;
        }

        long spread = Math.Abs(opposite - same);
        double draw = _random.NextUnit();
        if (spread > 1 && draw < (spread > 3 ? 0.7 : 0.25))
        {
            Improve(side, towards, same, opposite, spread, fair);
        }
        else if (draw < 0.62)
        {
            Add(side, same);
        }
        else
        {
            Add(side, same - (towards * (long)_random.NextLogUniform(1, LargestDistanceTicks)));
        }
    }

    /// <summary>
    /// A quote inside the spread: next to the other side where the fair value allows it, else a step.
    /// </summary>
    private void Improve(Side side, int towards, long same, long opposite, long spread, long fair)
    {
        long near = opposite - (towards * (1 + Math.Min(spread - 2, _random.NextBelow(3))));
        bool fairAllows = (near - fair) * towards <= StaleQuotes / _tick;
        long step = 1 + (_random.NextBelow((int)Math.Min(spread, 1_000) - 1) / 4);
        Add(side, fairAllows ? near : same + (towards * step));
    }

    private void PlaceMarketOrder()
    {
        Side side = DrawSide(0.8);
        int towards = side == Side.Buy ? 1 : -1;
        long fair = FairTicks();
        long? opposite = BestTicks(LimitOrderBook.Opposite(side));
        if (opposite is null)
        {
            return;
        }

        bool stale = (fair - opposite.Value) * towards > StaleQuotes / _tick;
        double quantity = stale ? _random.NextLogUniform(0.05, 2) : _random.NextLogUniform(0.0002, 0.25);
        long limit = stale ? fair - (towards * (long)(0.2 / _tick)) : opposite.Value + (towards * 100);
        _book.Match(side, limit * _instrument.TickE8, Lots(quantity), _matched);
    }

    private void CancelOrder()
    {
        if (_orders.Count == 0)
        {
            return;
        }

        BookOrder order = _orders[_random.NextBelow(_orders.Count)];
        double draw = _random.NextUnit();
        if (draw < 0.58)
        {
            // The threatened side pulls its quotes: asks where the fair value stands above the book.
            Side side = LimitOrderBook.Opposite(DrawSide(0.7));
            order = FirstOfOthers(side) ?? order;
        }

        if (_book.Remove(order))
        {
            Exhausted(order);
        }
    }

    private BookOrder? FirstOfOthers(Side side)
    {
        BookOrder? order = _book.Best(side)?.Last;
        while (order is { Account: not null })
        {
            order = order.Previous;
        }

        return order;
    }

    private void Add(Side side, long ticks)
    {
        long priceE8 = Math.Max(1, ticks) * _instrument.TickE8;
        BookOrder order =
            new(side, priceE8, Lots(_random.NextLogUniform(0.0005, 0.6)), null) { OwnerIndex = _orders.Count };
        _orders.Add(order);
        _book.Add(order);
    }

    private long Lots(double quantity)
    {
        double lot = _instrument.LotE8 / (double)Instrument.UnitE8;
        return Math.Max(1, (long)(quantity / lot)) * _instrument.LotE8;
    }
}
