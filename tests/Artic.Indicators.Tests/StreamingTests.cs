using Artic.Indicators.Catalog;
using Artic.Indicators.Statistics;

namespace Artic.Indicators.Tests;

/// <summary>What holds for every indicator, whatever it computes.</summary>
public sealed class StreamingTests
{
    public static TheoryData<string> Names => new(IndicatorCatalog.All.Select(each => each.Name));

    [Fact]
    public void There_are_at_least_sixty_and_no_name_twice()
    {
        Assert.True(IndicatorCatalog.All.Count >= 60, $"{IndicatorCatalog.All.Count} indicators");
        Assert.Equal(IndicatorCatalog.All.Count, IndicatorCatalog.All.Select(each => each.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_copy_of_its_state_goes_on_with_the_same_values(string name)
    {
        Indicator first = Make(name);
        Indicator second = Make(name);
        foreach ((int i, OhlcvBar bar) in Walk(seed: 7, count: 700).Index())
        {
            Add(first, bar);
            if (i % 97 == 0)
            {
                second = Make(name);
                first.State.Cells.CopyTo(second.State.Cells);
            }
            else
            {
                Add(second, bar);
            }

            Assert.Equal(first.Values, second.Values);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_allocates_nothing_after_construction(string name)
    {
        Indicator indicator = Make(name);
        OhlcvBar[] bars = [.. Walk(seed: 3, count: 3000)];
        int at = 0;
        Assert.Equal(0, Allocation.Of(() => Add(indicator, bars[at++ % bars.Length]), 2000));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_warm_exactly_when_it_says(string name)
    {
        Indicator indicator = Make(name);
        int first = -1;
        foreach ((int i, OhlcvBar bar) in Walk(seed: 5, count: 1000).Index())
        {
            Add(indicator, bar);
            first = first < 0 && !double.IsNaN(indicator.Value) ? i + 1 : first;
        }

        // When a trend turns first, or a period ends, depends on the series.
        if (name is "psar" or "zigzag" or "fractal" or "pivot_points")
        {
            Assert.True(first >= indicator.WarmUp);
            return;
        }

        Assert.Equal(indicator.WarmUp, first);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bar_that_is_no_number_changes_nothing(string name)
    {
        Indicator clean = Make(name);
        Indicator spoilt = Make(name);
        foreach (OhlcvBar bar in Walk(seed: 11, count: 400))
        {
            Add(clean, bar);
            Assert.False(spoilt.Add(bar with { High = double.NaN }));
            Assert.False(spoilt.Add(bar with { Volume = double.PositiveInfinity }));
            Add(spoilt, bar);
            Assert.Equal(clean.Values, spoilt.Values);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Zeros_and_prices_that_never_move_give_numbers_or_nothing_and_what_comes_after_them_is_not_spoilt(string name)
    {
        Indicator indicator = Make(name);
        List<OhlcvBar> bars =
        [
            .. Enumerable.Repeat(new OhlcvBar(0, 0, 0, 0, 0, 0), 300), .. Enumerable.Repeat(new OhlcvBar(0, 50, 50, 50, 50, 0), 300),
            .. Walk(seed: 13, count: 900),
        ];
        foreach (OhlcvBar bar in bars)
        {
            Add(indicator, bar);
            foreach (double value in indicator.Values)
            {
                Assert.False(double.IsInfinity(value));
            }
        }

        Assert.True(double.IsFinite(indicator.Value) || name == "fractal", $"{indicator.Value} after the zeros");
    }

    [Theory]
    [InlineData("correlation")]
    [InlineData("beta")]
    public void Two_series_agree_with_the_plain_formula_over_a_long_series(string name)
    {
        PairIndicator indicator = (PairIndicator)Make(name);
        OhlcvBar[] first = [.. Walk(seed: 21, count: 20_000)];
        OhlcvBar[] second = [.. Walk(seed: 22, count: 20_000)];
        int length = name == "beta" ? 50 : 20;
        for (int i = 0; i < first.Length; i++)
        {
            indicator.Other = second[i].Close;
            _ = indicator.Add(first[i]);
            if (i < 100 || i % 37 != 0)
            {
                continue;
            }

            double[] x = new double[length];
            double[] y = new double[length];
            for (int k = 0; k < length; k++)
            {
                int at = i - length + 1 + k;
                x[k] = name == "beta" ? (first[at].Close / first[at - 1].Close) - 1 : first[at].Close;
                y[k] = name == "beta" ? (second[at].Close / second[at - 1].Close) - 1 : second[at].Close;
            }

            double meanX = x.Average();
            double meanY = y.Average();
            double covariance = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
            double squaresX = x.Sum(a => (a - meanX) * (a - meanX));
            double squaresY = y.Sum(b => (b - meanY) * (b - meanY));
            double expected = name == "beta" ? covariance / squaresY : covariance / Math.Sqrt(squaresX * squaresY);
            Assert.Equal(expected, indicator.Value, 1e-8);
        }
    }

    [Theory]
    [InlineData("sma", "length", 0.0, "length 0 must be a whole number of 1 to 100000")]
    [InlineData("sma", "length", 2.5, "length 2.5 must be a whole number")]
    [InlineData("sma", "width", 3.0, "no parameter 'width'; known: length")]
    [InlineData("obv", "length", 3.0, "no parameter 'length'; it has none")]
    [InlineData("bollinger", "deviations", double.NaN, "deviations NaN must be")]
    public void What_cannot_be_is_refused_with_what_can(string name, string parameter, double value, string expected)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => IndicatorCatalog.Find(name)!.Make(new Dictionary<string, double> { [parameter] = value }));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    private static Indicator Make(string name) => IndicatorCatalog.Find(name)!.Make();

    private static void Add(Indicator indicator, in OhlcvBar bar)
    {
        if (indicator is PairIndicator pair)
        {
            pair.Other = 100 + (bar.Open - bar.Close);
        }

        Assert.True(indicator.Add(bar));
    }

    /// <summary>A random walk with ranges and volumes, a bar an hour.</summary>
    private static IEnumerable<OhlcvBar> Walk(int seed, int count)
    {
        Random random = new(seed);
        double price = 100;
        for (int i = 0; i < count; i++)
        {
            double open = price;
            price = Math.Max(1, price + ((random.NextDouble() - 0.5) * 4));
            yield return new OhlcvBar(
                1_700_000_000_000_000_000 + (i * 3_600_000_000_000), open, Math.Max(open, price) + random.NextDouble(),
                Math.Min(open, price) - (random.NextDouble() / 2), price, random.Next(1, 10_000));
        }
    }
}
