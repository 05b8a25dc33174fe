using Artic.VenueSimulator.Accounts;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Tests;

public sealed class ConservationTests
{
    private const long One = VenueFixture.One;

    [Theory]
    [InlineData(1UL)]
    [InlineData(20_240_808UL)]
    public void Base_and_quote_are_conserved_over_random_orders_of_the_account(ulong seed)
    {
        ModelOrderFlow flow = VenueFixture.Model(seed);
        VenueFixture venue = new(flow, fees: new FeeSchedule(77_700, 123_400));
        SeededGenerator random = new(seed ^ 0xA5A5);
        (long Btc, long Usdt) counterparties = (0, 0);
        AccountFillHandler inner = flow.Filled!;
        flow.Filled = (order, priceE8, quantityE8, tradeId, isMaker) =>
        {
            int sign = order.Side == Side.Buy ? 1 : -1;
            counterparties.Btc -= sign * quantityE8;
            counterparties.Usdt += sign * Instrument.QuoteE8(priceE8, quantityE8);
            inner(order, priceE8, quantityE8, tradeId, isMaker);
        };

        long nowNs = 0;
        for (int step = 0; step < 8_000; step++)
        {
            nowNs += random.NextBelow(20_000_000);
            Assert.True(flow.AdvanceTo(nowNs, int.MaxValue));
            Act(venue, random);
            Assert.Equal(10 * One, venue.Btc.FreeE8 + venue.Btc.LockedE8 + venue.Btc.FeesE8 + counterparties.Btc);
            Assert.Equal(
                1_000_000 * One, venue.Usdt.FreeE8 + venue.Usdt.LockedE8 + venue.Usdt.FeesE8 + counterparties.Usdt);
            Assert.True(venue.Btc.FreeE8 >= 0 && venue.Usdt.FreeE8 >= 0);
            Assert.Equal(venue.Btc.LockedE8, venue.Ledger.Open.Where(o => o.Side == Side.Sell).Sum(o => o.RemainingE8));
            Assert.Equal(
                venue.Usdt.LockedE8,
                venue.Ledger.Open.Where(o => o.Side == Side.Buy).Sum(o =>
                    Instrument.QuoteE8(o.PriceE8, o.RemainingE8)));
        }

        Assert.Contains(venue.Ledger.Trades, t => t.IsMaker);
        Assert.Contains(venue.Ledger.Trades, t => !t.IsMaker);
        Assert.True(venue.Ledger.Trades.Count > 1_000, $"{venue.Ledger.Trades.Count} fills");
    }

    private static void Act(VenueFixture venue, SeededGenerator random)
    {
        if (random.NextChance(0.3) && venue.Ledger.Open.Count > 0)
        {
            venue.Orders.Cancel(venue.Ledger.Open.ElementAt(random.NextBelow(venue.Ledger.Open.Count)), "c");
            return;
        }

        DepthSnapshot depth = venue.Flow.Depth(1);
        Side side = random.NextChance(0.5) ? Side.Buy : Side.Sell;
        OrderType type = (OrderType)random.NextBelow(3);
        TimeInForce timeInForce = type == OrderType.Limit ? (TimeInForce)random.NextBelow(3) : TimeInForce.Gtc;
        long touchE8 = side == Side.Buy ? depth.Bids[0].PriceE8 : depth.Asks[0].PriceE8;
        long priceE8 = type == OrderType.Market ? 0 : touchE8 + ((random.NextBelow(9) - 4) * (One / 100));
        venue.Try(side, priceE8, (1 + random.NextBelow(60_000)) * (One / 100_000), timeInForce, type);
    }
}
