using Artic.Hosting.Options;

namespace Artic.Services.Tests.Options;

/// <summary>What a configuration may say of strategy instances, and that all that is wrong is said at once.</summary>
public sealed class StrategyRulesTests
{
    [Fact]
    public void Every_fault_of_every_instance_is_listed_with_its_path()
    {
        Assert.Equal(
            [
                "strategies.0.parameters: ema_crossover: no parameter 'fats'; known: fast, slow",
                "strategies.0.parameters: ema_crossover: slow 2.5 must be a whole number of 1 to 10000",
                "strategies.0.filter.sessions.0: 'mars' is none of asia, europe, america",
                "strategies.1.mode: 'on' is none of off, observe, active",
                "strategies.1.model: breakout asks no model",
                "strategies.1.bars: is none of the market's: market_data.bar_ms and market_data.bars say which there are",
                "strategies.1.sizing.equity: is missing; there is no unlimited",
                "strategies.1.sizing.fraction: must be above 0, 10 at most",
                "strategies.2.other_instrument: dual_momentum needs a second instrument, another one of the instruments",
                "strategies.2.bars: dual_momentum needs time bars: those of two instruments have to match",
                "strategies.3.parameters: probe has none",
                "strategies.3.sizing: a probe is always of order_quantity",
            ],
            Check(
                Of("ema_crossover", each =>
                {
                    each.Parameters = new Dictionary<string, double> { ["fats"] = 3, ["slow"] = 2.5 };
                    each.Filter = new FilterOptions { Sessions = ["mars"] };
                }),
                Of("breakout", each =>
                {
                    each.Mode = "on";
                    each.Model = "x.onnx";
                    each.Bars = new BarOptions { Kind = "time", Ms = 77 };
                    each.Sizing = new SizingOptions { Kind = "fraction" };
                }),
                Of("dual_momentum", each =>
                {
                    each.OtherInstrument = 1;
                    each.Bars = new BarOptions { Kind = "tick", Trades = 5 };
                }),
                Of("probe", each =>
                {
                    each.Model = "x.onnx";
                    each.Parameters = new Dictionary<string, double> { ["x"] = 1 };
                    each.Sizing = new SizingOptions { Kind = "fixed", Quantity = "1" };
                })));
    }

    [Fact]
    public void A_strategy_that_needs_volumes_is_refused_where_the_bars_have_none_of_their_own()
    {
        static void OnVolumeBars(StrategyOptions each) => each.Bars = new BarOptions { Kind = "volume", Quantity = "2.50" };
        Assert.Empty(Check(Of("ema_crossover", OnVolumeBars)));
        Assert.Equal(
            ["strategies.0.bars: volume_breakout needs volumes, and all volume bars have the same"],
            Check(Of("volume_breakout", OnVolumeBars)));
        Assert.Empty(Check(Of("volume_breakout", static each => each.Bars = new BarOptions { Kind = "tick", Trades = 5 })));
    }

    [Theory]
    [InlineData("fixed")]
    [InlineData("fraction")]
    [InlineData("kelly")]
    [InlineData("volatility")]
    public void Any_strategy_may_have_any_size_and_filter(string kind)
    {
        foreach (string name in (string[])["ema_crossover", "order_book_imbalance", "onnx"])
        {
            Assert.Empty(Check(Of(name, each =>
            {
                each.Model = name == "onnx" ? "x.onnx" : "";
                each.Filter = new FilterOptions { Sessions = ["asia"], Weekdays = ["sunday", "monday"] };
                each.Sizing = new SizingOptions
                {
                    Kind = kind, Quantity = "1", Equity = "1000", Fraction = 0.5, WinProbability = 0.6, WinOverLoss = 1, Target = 0.2,
                };
            })));
        }
    }

    private static StrategyOptions Of(string name, Action<StrategyOptions> change)
    {
        StrategyOptions strategy = new() { Name = name, Instrument = 1, OrderQuantity = "1", MaxPosition = "1" };
        change(strategy);
        return strategy;
    }

    private static List<string> Check(params StrategyOptions[] strategies)
    {
        PipelineOptions options = new()
        {
            Instruments = [new InstrumentOptions { Id = 1, Symbol = "A" }, new InstrumentOptions { Id = 2, Symbol = "B" }],
            MarketData = new MarketDataOptions
            {
                Bars = [new BarOptions { Kind = "tick", Trades = 5 }, new BarOptions { Kind = "volume", Quantity = "2.5" }],
            },
        };
        for (int i = 0; i < strategies.Length; i++)
        {
            strategies[i].Id = i + 1;
            options.Strategies.Add(strategies[i]);
        }

        List<string> violations = [];
        StrategyRules.Check(options, violations);
        return violations;
    }
}
