using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Tests;

public sealed class LimitOrderBookTests
{
    private readonly LimitOrderBook _book = new();
    private readonly List<(BookOrder Maker, long QuantityE8)> _matches = [];

    [Fact]
    public void A_better_price_trades_before_an_earlier_order()
    {
        BookOrder early = Add(Side.Sell, 102, 5);
        BookOrder better = Add(Side.Sell, 101, 5);

        Assert.Equal(0, _book.Match(Side.Buy, 102, 7, Note));

        Assert.Equal([(better, 5L), (early, 2L)], _matches);
    }

    [Fact]
    public void At_one_price_the_first_come_trades_first_and_a_partial_fill_keeps_its_place()
    {
        BookOrder first = Add(Side.Buy, 100, 5);
        BookOrder second = Add(Side.Buy, 100, 5);

        _book.Match(Side.Sell, 100, 3, Note);
        _book.Match(Side.Sell, 100, 3, Note);

        Assert.Equal([(first, 3L), (first, 2L), (second, 1L)], _matches);
        Assert.Equal(4, _book.QuantityAt(Side.Buy, 100));
        Assert.Equal(4, second.RemainingE8);
    }

    [Fact]
    public void A_taker_never_trades_beyond_its_limit()
    {
        Add(Side.Sell, 101, 5);
        Add(Side.Sell, 103, 5);

        Assert.Equal(4, _book.Match(Side.Buy, 102, 9, Note));
        Assert.Equal(103, _book.Best(Side.Sell)!.PriceE8);
    }

    [Fact]
    public void Available_tells_what_match_then_does()
    {
        Add(Side.Sell, 2 * VenueFixture.One, 5 * VenueFixture.One);
        Add(Side.Sell, 3 * VenueFixture.One, 5 * VenueFixture.One);

        Assert.Equal(
            (7 * VenueFixture.One, 16 * VenueFixture.One),
            _book.Available(Side.Buy, long.MaxValue, 7 * VenueFixture.One));
        Assert.Equal((5 * VenueFixture.One, 10 * VenueFixture.One),
            _book.Available(Side.Buy, 2 * VenueFixture.One, 7 * VenueFixture.One));
    }

    [Fact]
    public void A_removed_order_is_gone_and_a_second_removal_says_so()
    {
        BookOrder first = Add(Side.Buy, 100, 5);
        BookOrder middle = Add(Side.Buy, 100, 6);
        BookOrder last = Add(Side.Buy, 100, 7);

        Assert.True(_book.Remove(middle));
        Assert.False(_book.Remove(middle));
        _book.Match(Side.Sell, 100, 12, Note);

        Assert.Equal([(first, 5L), (last, 7L)], _matches);
        Assert.Null(_book.Best(Side.Buy));
    }

    private BookOrder Add(Side side, long priceE8, long quantityE8)
    {
        BookOrder order = new(side, priceE8, quantityE8, null);
        _book.Add(order);
        return order;
    }

    private void Note(BookOrder maker, long quantityE8) => _matches.Add((maker, quantityE8));
}
