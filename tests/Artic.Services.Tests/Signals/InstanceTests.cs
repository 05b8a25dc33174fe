using Artic.Hosting.Options;
using Artic.Services.Tests.Support;
using Artic.SignalBridge;
using Artic.SignalBridge.Strategies;
using Artic.Streams.Steps;
using Artic.V1;
using static Artic.Services.Tests.Signals.InstanceWorld;

namespace Artic.Services.Tests.Signals;

/// <summary>Strategy instances in their modes, and what becomes of them when they are declared anew.</summary>
public sealed class InstanceTests
{
    [Fact]
    public void A_run_begins_with_the_modes_of_its_configuration()
    {
        using InstanceWorld world = new(OptionsOf(1, Crossover(1), Crossover(2, mode: "observe"), Crossover(3, mode: "off")));
        Assert.Equal(
            [
                (1u, InstanceMode.Active, 1ul, InstanceReason.Unspecified), (2u, InstanceMode.Observe, 1ul, InstanceReason.Unspecified),
                (3u, InstanceMode.Off, 1ul, InstanceReason.Unspecified),
            ],
            world.Changes);
        Assert.Null(world.Strategies.Instances[2].Strategy);
        Assert.Equal("configuration", world.Strategies.Instances[0].Declared.By);
    }

    [Fact]
    public void An_observed_instance_thinks_like_an_active_one_and_its_intents_are_marked_and_one_that_is_off_does_nothing()
    {
        using InstanceWorld world = new(OptionsOf(1, Crossover(1), Crossover(2, mode: "observe"), Crossover(3, mode: "off")));
        world.Bars(1, 1, 100, 110);
        Assert.Equal([(1u, 1.0), (2u, 1.0)], world.Signals.ConvertAll(each => (each.InstanceId, each.Value)));
        Assert.Equal(
            [(1u, false, Side.Buy, Units.E8(1), Units.E8(101)), (2u, true, Side.Buy, Units.E8(1), Units.E8(101))],
            world.Intents.ConvertAll(each => (each.InstanceId, each.Observed, each.Side, each.Quantity, each.Price)));
        world.NeedSameAfterRestart();
    }

    [Fact]
    public void A_signal_bears_its_reason_and_its_figures()
    {
        using InstanceWorld world = new(OptionsOf(1, Crossover(1)));
        world.Bars(1, 1, 100, 110);
        Signal signal = Assert.Single(world.Signals);
        Assert.Equal((SignalReason.TrendUp, 110.0, 1.0, 0ul, 0ul), (signal.Reason, signal.First, signal.Confidence, signal.FeaturesHash, signal.ModelVersion));
        Assert.Equal(105, signal.Second, 9);
        Assert.Equal((0.0, 0.0), (signal.Third, signal.Fourth));
        Assert.Equal(
            "long 1: trend up, fast 110, slow 105", Artic.Hosting.Instances.SignalText.Of("ema_crossover", signal));
    }

    [Fact]
    public void A_mode_that_changes_while_it_runs_keeps_what_the_strategy_remembers_unless_it_was_off()
    {
        using InstanceWorld world = new(OptionsOf(1, Crossover(1, mode: "observe")));
        world.Bars(1, 1, 100, 110);
        world.End(1, OrderStatus.Denied);
        world.Declare(1, declared => declared.Mode = InstanceMode.Active);
        world.Bars(1, 3, 120);
        Assert.Equal([true, false], world.Intents.ConvertAll(each => each.Observed));
        world.End(1, OrderStatus.Canceled);

        world.Declare(1, declared => declared.Mode = InstanceMode.Off);
        world.Bars(1, 4, 130, 140);
        world.Declare(1, declared => declared.Mode = InstanceMode.Active);
        world.Bars(1, 6, 90);
        Assert.Equal(2, world.Intents.Count);
        world.Bars(1, 7, 80);
        Assert.Equal((3, Side.Sell), (world.Intents.Count, world.Intents[^1].Side));
        Assert.Equal(
            [
                (1u, InstanceMode.Observe, 1ul, InstanceReason.Unspecified), (1u, InstanceMode.Active, 2ul, InstanceReason.Unspecified),
                (1u, InstanceMode.Off, 3ul, InstanceReason.Unspecified), (1u, InstanceMode.Active, 4ul, InstanceReason.Unspecified),
            ],
            world.Changes);
        world.NeedSameAfterRestart();
    }

    [Fact]
    public void A_configuration_that_changes_in_mid_position_keeps_the_position_and_goes_to_the_new_one_step_by_step()
    {
        using InstanceWorld world = new(OptionsOf(1, Crossover(1)));
        world.Bars(1, 1, 100, 110);
        world.Fill(1, Side.Buy, 1);
        world.Bars(1, 3, 120);
        world.Fill(1, Side.Buy, 1);
        world.Bars(1, 4, 130);
        world.Fill(1, Side.Buy, 1);
        world.Bars(1, 5, 140);
        Assert.Equal(3, world.Intents.Count);

        world.Declare(1, declared => declared.MaxPosition = Units.E8(1.5m));
        world.Bars(1, 6, 150);
        Assert.Equal((4, Side.Sell, Units.E8(1), Units.E8(99)), What(world.Intents));
        world.Fill(1, Side.Sell, 1);
        world.Bars(1, 7, 160);
        Assert.Equal((5, Side.Sell, Units.E8(1), Units.E8(99)), What(world.Intents));
        world.Fill(1, Side.Sell, 1);
        world.Bars(1, 8, 170);
        Assert.Equal(5, world.Intents.Count);
        Assert.Equal(Units.E8(1), world.Strategies.Instances[0].Position);

        // Other parameters: it begins anew and says nothing until it is warm.
        world.Declare(1, declared => declared.Parameters[1].Value = 3);
        world.Bars(1, 9, 100, 90);
        Assert.Equal(5, world.Intents.Count);
        world.Bars(1, 11, 80);
        Assert.Equal((6, Side.Sell, Units.E8(1), Units.E8(99)), What(world.Intents));
        world.NeedSameAfterRestart();
    }

    [Fact]
    public void A_strategy_that_fails_or_says_what_is_no_number_is_put_off_and_the_others_keep_their_pace()
    {
        PipelineOptions options = OptionsOf(1, Crossover(1), Crossover(2), Crossover(3));
        Spoken calm = new(0.5);
        GivenStrategies made = new(declared => declared.InstanceId switch
        {
            1 => new Spoken(double.NaN), 2 => new Spoken(0) { Throws = true }, _ => calm,
        });
        using InstanceWorld world = new(options, made);
        world.Quote(99, 101);
        world.Quote(98, 100);
        Assert.Equal(
            [(1u, InstanceMode.Off, 1ul, InstanceReason.SignalInvalid), (2u, InstanceMode.Off, 1ul, InstanceReason.Fault)],
            world.Changes[3..]);
        Assert.Equal(2, calm.Asked);
        Assert.Equal([3u], world.Signals.ConvertAll(each => each.InstanceId));
        Assert.Equal([1u, 2u], made.Released);

        // Declared anew it gets another try.
        world.Declare(2, static _ => { });
        Assert.Equal((2u, InstanceMode.Active, 2ul, InstanceReason.Unspecified), world.Changes[^1]);
    }

    [Fact]
    public void A_declaration_that_was_refused_at_load_is_off_with_its_reason()
    {
        StrategyOptions model = new()
        {
            Id = 2, Name = "onnx", Instrument = 1, OrderQuantity = "1", MaxPosition = "1", Model = "/none/model.onnx",
        };
        using InstanceWorld world = new(OptionsOf(1, Crossover(1), model));
        Assert.Equal(
            [(1u, InstanceMode.Active, 1ul, InstanceReason.Unspecified), (2u, InstanceMode.Off, 1ul, InstanceReason.ModelRefused)],
            world.Changes);
        Assert.Contains("/none/model.onnx", world.Strategies.Instances[1].Declared.RefusalText, StringComparison.Ordinal);
        world.Bars(1, 1, 100, 110);
        Assert.Equal([1u], world.Intents.ConvertAll(each => each.InstanceId));
        world.NeedSameAfterRestart();
    }

    [Fact]
    public void What_was_built_when_it_was_declared_and_cannot_be_built_again_stops_a_restart_by_name()
    {
        using InstanceWorld world = new(OptionsOf(1, Crossover(1)));
        StepMismatchException refused = Assert.Throws<StepMismatchException>(
            () => world.Declare(1, declared => declared.Strategy = "of a later version"));
        Assert.Equal(
            "strategy instance 1 (of a later version) was built when generation 2 was declared, and cannot be now: " +
            "the catalog has no strategy 'of a later version'", refused.Message);
    }

    [Fact]
    public void A_pair_decides_on_bars_of_the_same_time_whichever_closes_first()
    {
        StrategyOptions pair = new()
        {
            Id = 1, Name = "dual_momentum", Instrument = 1, OtherInstrument = 2, OrderQuantity = "1", MaxPosition = "1",
            CooldownMs = 0, Parameters = new Dictionary<string, double> { ["length"] = 1 },
        };
        using InstanceWorld world = new(OptionsOf(2, pair));
        world.Bars(1, 1, 100, 110);
        Assert.Empty(world.Signals);
        world.Bars(2, 1, 100);
        Assert.Empty(world.Signals);
        world.Bars(2, 2, 105);
        Signal up = Assert.Single(world.Signals);
        Assert.Equal((1.0, 1u), (up.Value, up.InstrumentId));
        Assert.Equal((10, 5), (up.First, up.Second), new Near());

        // Second 3 has a bar of the second alone: it is passed over, so 4 is held against 2.
        world.Bars(2, 3, 50);
        world.Bars(2, 4, 105);
        world.Bars(1, 4, 99);
        Assert.Equal((-1.0, 2), (world.Signals[^1].Value, world.Signals.Count));
        Assert.Equal((-10, 0), (world.Signals[^1].First, world.Signals[^1].Second), new Near());
        Assert.Equal([Side.Buy], world.Intents.ConvertAll(each => each.Side));
        world.NeedSameAfterRestart();
    }

    [Fact]
    public void A_strategy_of_books_is_fed_books()
    {
        StrategyOptions book = new()
        {
            Id = 1, Name = "order_book_imbalance", Instrument = 1, OrderQuantity = "1", MaxPosition = "4", CooldownMs = 0,
            Parameters = new Dictionary<string, double> { ["length"] = 1, ["threshold"] = 0.3 },
        };
        using InstanceWorld world = new(OptionsOf(1, book));
        world.Book(1, 1, 1);
        Assert.Empty(world.Intents);
        world.Book(1, 3, 1);
        Signal signal = Assert.Single(world.Signals);
        Assert.Equal((0.5, SignalReason.BuyPressure), (signal.Value, signal.Reason));
        Assert.Equal((1, Side.Buy, Units.E8(1), Units.E8(101)), What(world.Intents));
    }

    [Fact]
    public void A_time_filter_lets_no_signal_through_outside_its_session_and_the_position_is_closed_there()
    {
        StrategyOptions crossover = Crossover(1);
        crossover.Filter = new FilterOptions { Sessions = ["asia"] };
        using InstanceWorld world = new(OptionsOf(1, crossover));
        int nine = 9 * 3600;
        world.Bars(1, nine - 3, 100, 110);
        world.Fill(1, Side.Buy, 1);
        Assert.Equal((1, Side.Buy, Units.E8(1), Units.E8(101)), What(world.Intents));

        // The bar that begins at 08:59:59 closes at 09:00:00, when the session is over.
        world.Bars(1, nine - 1, 120);
        Assert.Equal((0.0, SignalReason.Filtered), (world.Signals[^1].Value, world.Signals[^1].Reason));
        Assert.Equal((2, Side.Sell, Units.E8(1), Units.E8(99)), What(world.Intents));
    }

    [Theory]
    [InlineData("fixed", 2)]
    [InlineData("fraction", 1)]
    [InlineData("kelly", 3)]
    public void Sizes_follow_the_declared_rule_in_whole_steps(string kind, int steps)
    {
        // At a mid of 100: fixed 2; a tenth of 1,000 is 1; Kelly at 60 % and even odds is 20 %, half of it a tenth of 3,900: 3.9.
        StrategyOptions crossover = Crossover(1);
        crossover.MaxPosition = "10";
        crossover.Sizing = kind switch
        {
            "fixed" => new SizingOptions { Kind = kind, Quantity = "2" },
            "fraction" => new SizingOptions { Kind = kind, Equity = "1000", Fraction = 0.1 },
            _ => new SizingOptions { Kind = kind, Equity = "3900", WinProbability = 0.6, WinOverLoss = 1 },
        };
        using InstanceWorld world = new(OptionsOf(1, crossover));
        world.Bars(1, 1, 100, 110);
        for (int second = 3; second < 10; second++)
        {
            world.Fill(1, Side.Buy, world.Intents.Count - (world.Strategies.Instances[0].Position / 100_000_000m));
            world.Bars(1, second, 100 + (10 * second));
        }

        Assert.Equal(steps, world.Intents.Count);
        Assert.Equal(Units.E8(steps), world.Strategies.Instances[0].Position);
    }

    [Fact]
    public void A_size_by_volatility_waits_until_that_is_known()
    {
        StrategyOptions crossover = Crossover(1);
        crossover.Sizing = new SizingOptions { Kind = "volatility", Equity = "1000", Target = 1, Length = 3, MostLeverage = 0.2 };
        using InstanceWorld world = new(OptionsOf(1, crossover));
        world.Bars(1, 1, 100, 110, 120);
        Assert.Empty(world.Intents);
        world.Bars(1, 4, 130);

        // They move by some 45,000 % a year: a target of 100 % allows a position of 0.02, which is no whole step.
        Assert.Empty(world.Intents);
        world.Declare(1, declared => declared.Sizing = new InstanceSizing
        {
            Kind = SizingKind.Volatility, Equity = Units.E8(1_000_000), Target = 1, Length = 3, MostLeverage = 1,
        });
        world.Bars(1, 5, 140, 150, 160, 170);
        Assert.Equal((1, Side.Buy, Units.E8(1), Units.E8(101)), What(world.Intents));
        world.NeedSameAfterRestart();
    }

    [Fact]
    public void What_an_order_filled_in_part_has_left_is_closed_where_the_venue_takes_so_little()
    {
        StrategyOptions crossover = Crossover(1);
        crossover.Filter = new FilterOptions { Sessions = ["asia"] };
        using InstanceWorld world = new(OptionsOf(1, crossover));
        world.Bars(1, (9 * 3600) - 3, 100, 110);
        world.Fill(1, Side.Buy, 0.4m);
        world.Bars(1, 9 * 3600, 120);
        Assert.Equal((2, Side.Sell, Units.E8(0.4m), Units.E8(99)), What(world.Intents));
    }

    [Fact]
    public void A_strategy_rehearses_once_before_it_is_asked_and_not_again_where_it_goes_on()
    {
        List<Spoken> made = [];
        using InstanceWorld world = new(OptionsOf(1, Crossover(1)), new GivenStrategies(_ =>
        {
            made.Add(new Spoken(1));
            return made[^1];
        }));
        Assert.Equal((1, 0), (made[0].Rehearsed, made[0].Asked));
        world.Quote(99, 101);
        world.Declare(1, declared => declared.Mode = InstanceMode.Observe);
        world.Quote(99, 101);
        Assert.Equal((1, 2), (made[0].Rehearsed, made[0].Asked));

        world.Declare(1, declared => declared.Parameters[0].Value = 2);
        Assert.Equal((2, 1, 0), (made.Count, made[1].Rehearsed, made[1].Asked));
    }

    [Fact]
    public void A_declaration_leaves_the_instances_of_other_instruments_as_they_are()
    {
        StrategyOptions pair = new()
        {
            Id = 3, Name = "pairs_cointegration", Instrument = 1, OtherInstrument = 2, OrderQuantity = "1", MaxPosition = "3",
        };
        using InstanceWorld world = new(OptionsOf(3, Crossover(1), Crossover(2, instrument: 3), pair));
        MarketView[] views = world.Strategies.Views;
        Assert.Equal([[1u, 3u], [3u], [2u]], views.Select(view => view.OfBars.Select(each => each.Id)));

        world.Declare(3, declared => declared.Mode = InstanceMode.Off);
        Assert.Equal([[1u], [], [2u]], views.Select(view => view.OfBars.Select(each => each.Id)));
        world.Declare(3, declared => declared.Mode = InstanceMode.Active);
        world.Declare(2, declared => declared.Mode = InstanceMode.Off);
        Assert.Equal([[1u, 3u], [3u], []], views.Select(view => view.OfBars.Select(each => each.Id)));
        world.NeedSameAfterRestart();
    }

    private static (int Count, Side Side, long Quantity, long Price) What(List<OrderIntent> intents) =>
        (intents.Count, intents[^1].Side, intents[^1].Quantity, intents[^1].Price);

    /// <summary>Equal but for rounding.</summary>
    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) one, (double, double) other) =>
            Math.Abs(one.Item1 - other.Item1) < 1e-9 && Math.Abs(one.Item2 - other.Item2) < 1e-9;

        public int GetHashCode((double, double) pair) => 0;
    }

    /// <summary>Says the same at every quote, or fails.</summary>
    private sealed class Spoken(double value) : IStrategy
    {
        public bool Throws { get; init; }

        public int Asked { get; private set; }

        public int Rehearsed { get; private set; }

        public StrategyFeeds Feeds => StrategyFeeds.Quotes;

        public bool OnQuote(MarketView view, out Opinion opinion)
        {
            Asked++;
            opinion = new Opinion(value, Math.Abs(value), Math.Sign(double.IsNaN(value) ? 1 : value), IsUrgent: true, IsPosition: true);
            return Throws ? throw new InvalidOperationException("a strategy that fails") : true;
        }

        public bool OnBar(Bar bar, out Opinion opinion)
        {
            opinion = default;
            return false;
        }

        public void Rehearse(MarketView view) => Rehearsed++;

        public void Explain(Signal signal)
        {
        }

        public void Save(StateWriter state)
        {
        }

        public void Load(StateReader state)
        {
        }
    }
}
