using Artic.PositionTracker;
using Artic.V1;

namespace Artic.Services.Tests.Positions;

/// <summary>When the venue's account and our fills disagree: what is a break and what is not yet.</summary>
public sealed class ComparisonTests
{
    private readonly TrackedInstrument _instrument = new(1);

    [Fact]
    public void One_difference_may_be_a_fill_on_its_way_and_a_second_in_a_row_is_a_break()
    {
        Assert.False(Compare(5).IsBreak);
        Assert.False(Compare(6).IsBreak);
        Reconciliation second = Compare(6);
        Assert.Equal((true, false, 1UL, 3UL), (second.IsBreak, second.Matches, second.Breaks, second.Checks));
        Assert.Equal((5, 6), (second.BaseExpected, second.BaseActual));
        Fill(1);
        Assert.Equal((true, 1UL), (Compare(6).Matches, _instrument.Breaks));
        Assert.False(Compare(7).IsBreak);
    }

    [Fact]
    public void A_difference_while_the_engine_still_asks_what_became_of_an_order_is_no_break()
    {
        _ = Compare(5);
        for (int i = 0; i < 3; i++)
        {
            Reconciliation asked = Compare(6, unsettled: 1);
            Assert.Equal((false, false), (asked.Matches, asked.IsBreak));
        }

        Fill(1);
        Assert.True(Compare(6).Matches);
        Assert.Equal(0UL, _instrument.Breaks);
    }

    [Fact]
    public void A_difference_that_stays_when_all_is_known_is_a_break_whatever_was_asked_meanwhile()
    {
        _ = Compare(5);
        Assert.False(Compare(6).IsBreak);
        Assert.False(Compare(6, unsettled: 1).IsBreak);
        Assert.True(Compare(6).IsBreak);
    }

    [Fact]
    public void Nothing_is_measured_from_a_snapshot_beside_which_an_order_is_being_asked_for()
    {
        Assert.True(Compare(6, unsettled: 1).Matches);
        Fill(1);
        Assert.True(Compare(6).Matches);
        Assert.True(Compare(6).Matches);
        Assert.False(Compare(7).Matches);
    }

    private Reconciliation Compare(long baseTotal, uint unsettled = 0)
    {
        Reconciliation result = new();
        _instrument.Compare(
            new AccountSnapshot { InstrumentId = 1, BaseTotal = baseTotal, QuoteTotal = 100, UnsettledOrders = unsettled }, result);
        return result;
    }

    /// <summary>A gift, so that the quote asset stays as it is.</summary>
    private void Fill(long quantity) => _instrument.OnFill(new Fill { Side = Side.Buy, Quantity = quantity, Price = 0 });
}
