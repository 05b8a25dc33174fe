using Artic.Services.Tests.Support;
using Artic.SignalBridge;
using Artic.SignalBridge.Strategies;
using Artic.Strategies;
using Artic.Strategies.Catalog;
using Artic.V1;
using SignalReason = Artic.V1.SignalReason;

namespace Artic.Services.Tests.Signals;

public sealed class StrategyTests
{
    [Fact]
    public void The_crossover_of_the_catalog_says_nothing_while_it_warms_up_then_follows_the_faster_average()
    {
        CatalogBars crossover = new((BarStrategy)StrategyCatalog.Find("ema_crossover")!.Make(
            new Dictionary<string, double> { ["fast"] = 2, ["slow"] = 4 }));
        List<int> targets = [];
        foreach (long close in (long[])[100, 101, 102, 103, 104, 90, 80])
        {
            if (crossover.OnBar(new Bar { Close = Units.E8(close) }, out Opinion opinion))
            {
                targets.Add(opinion.Target);
                Assert.Equal((opinion.Target, 1, true, true), (opinion.Value, opinion.Confidence, opinion.IsUrgent, opinion.IsPosition));
            }
        }

        Assert.Equal([1, 1, -1, -1], targets);
        Signal signal = new();
        crossover.Explain(signal);
        Assert.Equal(SignalReason.TrendDown, signal.Reason);
        Assert.True(signal.First < signal.Second && signal.Second < 104);
    }

    [Fact]
    public void A_probe_sends_an_immediate_order_out_of_reach_whatever_else_is_under_way()
    {
        MarketView view = new(1) { IsLive = true };
        view.Quote.BidPrice = Units.E8(100);
        view.Quote.AskPrice = Units.E8(100.02m);
        StrategyInstance instance = Instance(view, maxPosition: 1, cooldownMs: 1000, expireAfterMs: 0);
        Opinion buy = new(1, 1, 1, IsUrgent: true, IsProbe: true);
        for (int i = 0; i < 3; i++)
        {
            OrderIntent intent = instance.Decide(buy, 1_000_000_000)!;
            Assert.Equal((Side.Buy, TimeInForce.Ioc, Units.E8(99.92m), Units.E8(1)), (intent.Side, intent.TimeInForce, intent.Price, intent.Quantity));
        }

        OrderIntent sell = instance.Decide(buy with { Target = -1 }, 1_000_000_000)!;
        Assert.Equal((Side.Sell, TimeInForce.Ioc, Units.E8(100.10m)), (sell.Side, sell.TimeInForce, sell.Price));
        view.IsLive = false;
        Assert.Null(instance.Decide(buy, 1_000_000_000));
    }

    [Fact]
    public void An_instance_has_one_order_at_a_time_and_asks_for_no_more_than_its_largest_position()
    {
        MarketView view = new(1) { IsLive = true };
        view.Quote.BidPrice = Units.E8(100);
        view.Quote.AskPrice = Units.E8(101);
        StrategyInstance instance = Instance(view, maxPosition: 2, cooldownMs: 10, expireAfterMs: 500);
        Opinion buy = new(1, 1, 1, IsUrgent: false);
        OrderIntent first = instance.Decide(buy, 1_000_000_000)!;
        Assert.Equal((Side.Buy, TimeInForce.Gtc, Units.E8(100), 500u), (first.Side, first.TimeInForce, first.Price, first.ExpireAfterMs));
        Assert.Null(instance.Decide(buy, 2_000_000_000));
        End(instance, OrderStatus.Filled, 1);
        Assert.Null(instance.Decide(buy, 1_009_999_999));
        OrderIntent urgent = instance.Decide(buy with { IsUrgent = true }, 1_010_000_000)!;
        Assert.Equal((TimeInForce.Ioc, Units.E8(101)), (urgent.TimeInForce, urgent.Price));
        End(instance, OrderStatus.Filled, 1);
        Assert.Null(instance.Decide(buy, 3_000_000_000));
        Assert.NotNull(instance.Decide(new Opinion(-1, 1, -1, IsUrgent: true), 3_000_000_000));
        End(instance, OrderStatus.Denied, 0);
        view.IsLive = false;
        Assert.Null(instance.Decide(new Opinion(-1, 1, -1, IsUrgent: true), 4_000_000_000));
    }

    [Fact]
    public void Features_of_a_known_sequence_have_the_values_of_their_formulas()
    {
        QuoteFeatures features = new();
        Quote quote = new();
        for (int i = 0; i <= 32; i++)
        {
            Assert.False(features.IsWarm);
            quote.BidPrice = Units.E8(99 + i);
            quote.AskPrice = Units.E8(101 + i);
            quote.BidQuantity = Units.E8(3);
            quote.AskQuantity = Units.E8(1);
            features.OnQuote(quote);
        }

        Assert.True(features.IsWarm);
        features.OnTrade(new Trade { Quantity = Units.E8(2), Aggressor = Side.Buy });
        features.OnTrade(new Trade { Quantity = Units.E8(1), Aggressor = Side.Sell });
        BookTop book = new();
        book.BidQuantities.AddRange([1, 1, 1, 1, 1, 1000]);
        book.AskQuantities.AddRange([3]);
        features.OnBook(book);
        float[] values = new float[QuoteFeatures.Count];
        features.Write(quote, values);
        Assert.Equal(0.5, values[0], 6);
        Assert.Equal((5 - 3) / 8.0, values[1], 6);
        Assert.Equal(0.5 / 132 * 10_000, values[2], 3);
        Assert.Equal(2.0 / 132 * 10_000, values[3], 3);
        Assert.Equal(8.0 / 124 * 10_000, values[4], 2);
        Assert.Equal(32.0 / 100 * 10_000, values[5], 2);
        Assert.Equal(((2.0 * 15 / 16) - 1) / ((2.0 * 15 / 16) + 1), values[6], 6);
        Assert.True(values[7] > 0);
    }

    private static StrategyInstance Instance(MarketView view, decimal maxPosition, uint cooldownMs, uint expireAfterMs)
    {
        InstanceDeclared declared = GivenStrategies.Declared();
        (declared.MaxPosition, declared.CooldownMs, declared.ExpireAfterMs) = (Units.E8(maxPosition), cooldownMs, expireAfterMs);
        StrategyInstance instance = new(1, view);
        instance.Take(declared, new GivenStrategies(_ => new CatalogBars((BarStrategy)StrategyCatalog.Find("ema_crossover")!.Make())));
        return instance;
    }

    private static void End(StrategyInstance instance, OrderStatus status, decimal filled)
    {
        if (filled > 0)
        {
            instance.OnFill(new Fill { Side = Side.Buy, Quantity = Units.E8(filled) });
        }

        instance.OnOrder(new OrderEvent { Status = status });
    }
}
