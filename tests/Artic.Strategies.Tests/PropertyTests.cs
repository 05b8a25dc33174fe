using Artic.Indicators;
using Artic.Strategies.Catalog;
using FsCheck;
using FsCheck.Fluent;

namespace Artic.Strategies.Tests;

/// <summary>What holds for every strategy, whatever the series.</summary>
public sealed class PropertyTests
{
    private const int Runs = 25;

    public static TheoryData<string> Names => new(StrategyCatalog.All.Select(each => each.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_signal_is_a_number_from_minus_one_to_one_and_0_before_it_is_warm(string name) => ForAll(steps =>
    {
        Strategy strategy = Series.Make(name);
        int seen = 0;
        foreach (Step step in steps)
        {
            StrategySignal signal = step.Feed(strategy);
            seen += signal.Reason == SignalReason.PassedOver ? 0 : 1;
            if (!(signal.Value >= -1 && signal.Value <= 1) || signal.Reason == SignalReason.None)
            {
                return false;
            }

            bool mustBeSilent = signal.Reason is SignalReason.WarmingUp or SignalReason.PassedOver or SignalReason.Undefined
                or SignalReason.Neutral or SignalReason.Filtered or SignalReason.Squeeze;
            if ((seen < strategy.WarmUp && signal.Value != 0) || (mustBeSilent && signal.Value != 0) || (!mustBeSilent && signal.Value == 0))
            {
                return false;
            }
        }

        return true;
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_series_gives_the_same_signals(string name) => ForAll(steps =>
    {
        Strategy first = Series.Make(name);
        Strategy second = Series.Make(name);
        return Array.TrueForAll(steps, step => step.Feed(first) == step.Feed(second));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void What_comes_after_changes_nothing_before(string name) => ForAll(steps =>
    {
        Strategy whole = Series.Make(name);
        Strategy other = Series.Make(name);
        StrategySignal[] ofWhole = Array.ConvertAll(steps, step => step.Feed(whole));
        Step[] otherwise = [.. steps[..(steps.Length / 2)], .. steps[(steps.Length / 2)..].Reverse()];
        StrategySignal[] ofOther = Array.ConvertAll(otherwise, step => step.Feed(other));
        return ofWhole.AsSpan(0, steps.Length / 2).SequenceEqual(ofOther.AsSpan(0, steps.Length / 2));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_copy_of_its_state_goes_on_with_the_same_signals(string name) => ForAll(steps =>
    {
        Strategy first = Series.Make(name);
        double[] row = new double[first.StateLength];
        Strategy second = Series.Make(name);
        foreach ((int i, Step step) in steps.Index())
        {
            if (i % 61 == 60)
            {
                first.SaveState(row);
                second = Series.Make(name);
                second.LoadState(row);
            }

            if (step.Feed(first) != step.Feed(second))
            {
                return false;
            }
        }

        return true;
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void An_input_that_is_no_number_is_passed_over_and_changes_nothing(string name) => ForAll(steps =>
    {
        Strategy clean = Series.Make(name);
        Strategy spoilt = Series.Make(name);
        foreach ((int i, Step step) in steps.Index())
        {
            Step bad = (i % 3) switch
            {
                0 => step with { Bar = step.Bar with { Close = double.NaN }, Bid = double.NaN },
                1 => step with { Bar = step.Bar with { Volume = double.PositiveInfinity }, Ask = double.PositiveInfinity },
                _ => step with { Bar = step.Bar with { Low = double.NegativeInfinity }, Bid = -1 },
            };
            if (bad.Feed(spoilt) != new StrategySignal(0.0, SignalReason.PassedOver) || step.Feed(clean) != step.Feed(spoilt))
            {
                return false;
            }
        }

        return true;
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void It_allocates_nothing_after_construction(string name)
    {
        Strategy strategy = Series.Make(name);
        Step[] steps = Steps(600).Sample(1)[0];
        double[] row = new double[strategy.StateLength];
        int at = 0;
        Assert.Equal(0, Allocation.Of(
            () =>
            {
                _ = steps[at++ % steps.Length].Feed(strategy);
                strategy.SaveState(row);
                strategy.LoadState(row);
            },
            300));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Zeros_and_prices_that_never_move_give_no_signal(string name)
    {
        foreach (double price in new[] { 0, 50, 0.1, 64_123.37 })
        {
            Strategy strategy = Series.Make(name);
            Step step = new(new OhlcvBar(0, price, price, price, price, price), price, price, price);
            for (int i = 0; i < 400; i++)
            {
                StrategySignal signal = step.Feed(strategy);
                Assert.True(signal.Value == 0, $"{price}, bar {i}: {strategy.Describe(signal)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_warm_when_it_says(string name)
    {
        Strategy strategy = Series.Make(name);
        Step[] steps = [.. Steps(600).Sample(1)[0].Where(step => step.Bar.High > step.Bar.Low)];
        for (int i = 1; i < strategy.WarmUp; i++)
        {
            Assert.Equal(SignalReason.WarmingUp, steps[i].Feed(strategy).Reason);
        }

        SignalReason first = steps[strategy.WarmUp].Feed(strategy).Reason;
        bool waitsForMore = name == "parabolic_sar";
        Assert.True(waitsForMore || first is not (SignalReason.WarmingUp or SignalReason.Undefined), $"{first} at its warm-up");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_needs_volume_exactly_where_it_says(string name)
    {
        Strategy with = Series.Make(name);
        Strategy without = Series.Make(name);
        bool differs = false;
        foreach (Step step in Steps(900).Sample(1)[0])
        {
            differs |= step.Feed(with).Value != (step with { Bar = step.Bar with { Volume = 0 } }).Feed(without).Value;
        }

        Assert.Equal(StrategyCatalog.Find(name)!.NeedsVolume, differs);
    }

    private static void ForAll(Func<Step[], bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs), Prop.ForAll(Arb.From(Steps(400), Shorter), holds));

    private static IEnumerable<Step[]> Shorter(Step[] steps) =>
        steps.Length < 2 ? [] : [steps[..(steps.Length / 2)], steps[(steps.Length / 2)..], steps[..^1]];

    /// <summary>Series that wander, jump, stand still and go straight, in stretches.</summary>
    private static Gen<Step[]> Steps(int count) =>
        from moves in Gen.Choose(-200, 200).ArrayOf(count)
        from kinds in Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Constant(1)), (1, Gen.Constant(2)), (1, Gen.Constant(3))).ArrayOf((count / 20) + 1)
        from wicks in Gen.Choose(0, 100).ArrayOf(2 * count)
        from volumes in Gen.Choose(0, 1000).ArrayOf(3 * count)
        select Walk(moves, kinds, wicks, volumes);

    private static Step[] Walk(int[] moves, int[] kinds, int[] wicks, int[] volumes)
    {
        Step[] steps = new Step[moves.Length];
        double price = 100;
        double other = 80;
        for (int i = 0; i < steps.Length; i++)
        {
            double open = price;
            int kind = kinds[i / 20];
            double change = kind switch { 0 => moves[i] / 10_000.0, 1 => 0, 2 => moves[i - (i % 20)] / 10_000.0, _ => moves[i] / 1000.0 };
            price *= 1 + change;
            other *= 1 + (change / 2) + (moves[(i + 7) % moves.Length] / 20_000.0);
            double up = kind == 1 ? 0 : wicks[2 * i] / 10_000.0;
            double down = kind == 1 ? 0 : wicks[(2 * i) + 1] / 10_000.0;
            steps[i] = new Step(
                new OhlcvBar(
                    1_700_000_000_000_000_000 + (i * 60_000_000_000), open, Math.Max(open, price) * (1 + up),
                    Math.Min(open, price) * (1 - down), price, volumes[i] * volumes[i] / 1000.0),
                other, volumes[steps.Length + i], volumes[(2 * steps.Length) + i]);
        }

        return steps;
    }
}
