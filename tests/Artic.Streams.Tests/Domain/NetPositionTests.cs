using System.Numerics;
using Artic.Core.Domain;

namespace Artic.Streams.Tests.Domain;

public sealed class NetPositionTests
{
    [Fact]
    public void A_position_that_is_built_reduced_and_turned_round_has_these_figures()
    {
        NetPosition position = new();
        position.Apply(isBuy: true, 100, 2);
        position.Apply(isBuy: true, 110, 2);
        AssertPosition(position, quantity: 4, averagePrice: 105, realized: 0, unrealizedAt120: 60);
        position.Apply(isBuy: false, 120, 3);
        AssertPosition(position, quantity: 1, averagePrice: 105, realized: 45, unrealizedAt120: 15);
        position.Apply(isBuy: false, 90, 2);
        AssertPosition(position, quantity: -1, averagePrice: 90, realized: 30, unrealizedAt120: -30);
        position.Apply(isBuy: false, 100, 1);
        AssertPosition(position, quantity: -2, averagePrice: 95, realized: 30, unrealizedAt120: -50);
        position.Apply(isBuy: true, 80, 2);
        AssertPosition(position, quantity: 0, averagePrice: 0, realized: 60, unrealizedAt120: 0);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, -1)]
    public void The_average_price_rounds_to_the_nearest(bool isBuy, int sign)
    {
        NetPosition position = new();
        position.Apply(isBuy, 100, 1);
        position.Apply(isBuy, 101, 2);
        Assert.Equal(3 * sign, position.Quantity);
        Assert.Equal(101, position.AveragePrice);
        position.Apply(isBuy, 100, 1);
        Assert.Equal(101, position.AveragePrice);
        position.Apply(isBuy, 100, 1);
        Assert.Equal(100, position.AveragePrice);
    }

    [Fact]
    public void The_largest_trades_do_not_overflow_the_money()
    {
        NetPosition position = new();
        position.Apply(isBuy: true, long.MaxValue, long.MaxValue);
        Assert.Equal(long.MaxValue, position.AveragePrice);
        Assert.Equal((Int128)long.MaxValue * -(Int128)(long.MaxValue - 1), position.UnrealizedPnl(1));
        position.Apply(isBuy: false, 1, long.MaxValue);
        Assert.Equal(0, position.Quantity);
        Assert.Equal((Int128)long.MaxValue * -(Int128)(long.MaxValue - 1), position.RealizedPnl);
    }

    [Fact]
    public void Quantity_is_exact_and_no_money_is_lost_over_any_trades()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(seed);
            NetPosition position = new();
            BigInteger paid = 0;
            BigInteger quantity = 0;
            for (int i = 0; i < 2000; i++)
            {
                bool isBuy = random.Next(2) == 0;
                long price = 1 + (random.NextInt64() >> random.Next(24, 62));
                long traded = 1 + (random.NextInt64() >> random.Next(24, 62));

                // Now and then exactly what is open: the position is flat, and the result has to be exact.
                traded = random.Next(8) == 0 && !quantity.IsZero ? (long)BigInteger.Abs(quantity) : traded;
                isBuy = traded == BigInteger.Abs(quantity) ? quantity.Sign < 0 : isBuy;
                position.Apply(isBuy, price, traded);
                BigInteger signed = isBuy ? traded : -(BigInteger)traded;
                paid += signed * price;
                quantity += signed;

                Assert.Equal(quantity, position.Quantity);
                long mark = 1 + (random.NextInt64() >> 20);
                Assert.Equal(
                    (mark * quantity) - paid, (BigInteger)(position.RealizedPnl + position.UnrealizedPnl(mark)));
                if (quantity.IsZero)
                {
                    Assert.Equal(-paid, (BigInteger)position.RealizedPnl);
                    Assert.Equal(0, position.AveragePrice);
                    Assert.Equal(0, position.UnrealizedPnl(mark));
                }
            }
        }
    }

    [Fact]
    public void Realized_result_and_average_price_follow_the_average_cost_in_decimals()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Random random = new(1000 + seed);
            NetPosition position = new();
            decimal open = 0;
            decimal average = 0;
            decimal realized = 0;
            int partsClosed = 0;
            for (int i = 0; i < 1000; i++)
            {
                bool isBuy = random.Next(2) == 0;
                long price = random.Next(90_000, 110_000);
                long traded = random.Next(1, 500);
                position.Apply(isBuy, price, traded);
                decimal signed = isBuy ? traded : -traded;
                if (open != 0 && Math.Sign(open) != Math.Sign(signed))
                {
                    decimal closed = Math.Min(Math.Abs(open), traded) * Math.Sign(open);
                    realized += (price - average) * closed;
                    open -= closed;
                    signed += closed;
                    partsClosed++;
                }

                average = open + signed == 0 ? 0 : ((average * open) + (price * signed)) / (open + signed);
                open += signed;

                // Each part that closes rounds its cost by less than one unit of price times quantity.
                Assert.InRange((decimal)position.RealizedPnl - realized, -partsClosed - 1, partsClosed + 1);
                decimal slack = open == 0 ? 0.5m : 0.5m + ((partsClosed + 1) / Math.Abs(open));
                Assert.InRange(position.AveragePrice - average, -slack, slack);
            }
        }
    }

    [Fact]
    public void Applying_a_trade_allocates_nothing()
    {
        NetPosition position = new();
        bool isBuy = false;
        Assert.Equal(0, Allocation.Of(
            () =>
            {
                isBuy = !isBuy;
                position.Apply(isBuy, 100, 7);
            },
            10_000));
    }

    private static void AssertPosition(
        NetPosition position, long quantity, long averagePrice, long realized, long unrealizedAt120)
    {
        Assert.Equal(quantity, position.Quantity);
        Assert.Equal(averagePrice, position.AveragePrice);
        Assert.Equal(realized, position.RealizedPnl);
        Assert.Equal(unrealizedAt120, position.UnrealizedPnl(120));
    }
}
