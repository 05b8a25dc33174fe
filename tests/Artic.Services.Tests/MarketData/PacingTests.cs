using Artic.MarketData.Connections;

namespace Artic.Services.Tests.MarketData;

/// <summary>Nothing that goes wrong may become a storm of requests.</summary>
public sealed class PacingTests
{
    private const long SecondNs = 1_000_000_000;

    [Fact]
    public void A_minutes_weight_is_spent_evenly_after_a_burst_of_ten_seconds()
    {
        RequestBudget budget = new(600, nowNs: 5);
        Assert.Equal(0, budget.SpendOrWaitNs(100, 5));
        Assert.Equal(SecondNs + 1, budget.SpendOrWaitNs(10, 5));
        Assert.NotEqual(0, budget.SpendOrWaitNs(10, 4 + SecondNs));
        Assert.Equal(0, budget.SpendOrWaitNs(10, 5 + SecondNs));
        Assert.NotEqual(0, budget.SpendOrWaitNs(1, 5 + SecondNs));
    }

    [Fact]
    public void What_was_not_spent_is_kept_for_ten_seconds_at_most_and_a_heavy_request_waits_for_all_of_it()
    {
        RequestBudget budget = new(600, 0);
        Assert.Equal(0, budget.SpendOrWaitNs(100, 0));
        Assert.Equal(0, budget.SpendOrWaitNs(100, 3600 * SecondNs));
        RequestBudget unused = new(1_000_000, 0);
        Assert.Equal(0, unused.SpendOrWaitNs(1, 365 * 86_400 * SecondNs));
        Assert.Equal((10 * SecondNs) + 1, budget.SpendOrWaitNs(5000, 3600 * SecondNs));
        Assert.Equal(0, budget.SpendOrWaitNs(5000, 3610 * SecondNs));
    }

    [Fact]
    public void Over_an_hour_of_asking_all_the_time_no_more_is_spent_than_is_allowed()
    {
        RequestBudget budget = new(4800, 0);
        long spent = 0;
        for (long now = 0; now < 3600 * SecondNs; now += SecondNs / 20)
        {
            spent += budget.SpendOrWaitNs(7, now) == 0 ? 7 : 0;
        }

        Assert.InRange(spent, 4800 * 59, (4800 * 60) + 800);
    }

    [Fact]
    public void A_snapshot_is_asked_for_at_once_then_after_growing_pauses_and_after_a_calm_minute_at_once_again()
    {
        Pauses pauses = new();
        List<long> asked = [];
        for (long now = SecondNs; now < 200 * SecondNs; now += 10_000_000)
        {
            if (pauses.TryAsk(now))
            {
                asked.Add(now);
            }
        }

        long[] gaps = [.. asked.Zip(asked.Skip(1), (a, b) => b - a)];
        Assert.Equal([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000, 30_000], gaps.Select(gap => gap / 1_000_000));
        long calm = asked[^1] + (60 * SecondNs);
        Assert.True(pauses.TryAsk(calm));
        Assert.True(pauses.TryAsk(calm + 250_000_000));
    }
}
