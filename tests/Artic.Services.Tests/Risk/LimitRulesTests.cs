using Artic.Hosting.Limits;
using Artic.RiskManager.Limits;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

public sealed class LimitRulesTests
{
    [Theory]
    [InlineData("max_order_value", "5000", 500_000_000_000)]
    [InlineData("max_position", "0.00000001", 1)]
    [InlineData("max_daily_loss", "92233720368.54775807", long.MaxValue)]
    [InlineData("price_collar_bps", "1", 1)]
    [InlineData("price_collar_bps", "10000", 10_000)]
    [InlineData("orders_per_second", "100000", 100_000)]
    [InlineData("order_burst", "7", 7)]
    [InlineData("stale_quote_ms", "600000", 600_000)]
    public void A_value_is_read_exactly_and_written_as_it_was(string name, string text, long expected)
    {
        Assert.True(LimitRules.TryFind(name, out LimitName limit));
        Assert.Null(LimitRules.Read(limit, text, out long value));
        Assert.Equal(expected, value);
        Assert.Null(LimitRules.Read(limit, LimitRules.Text(limit, value), out long again));
        Assert.Equal(expected, again);
    }

    [Theory]
    [InlineData("max_position", "0", "must be a decimal above 0 with at most 8 places")]
    [InlineData("max_position", "-1", "must be a decimal above 0 with at most 8 places")]
    [InlineData("max_position", "1e9", "must be a decimal above 0 with at most 8 places")]
    [InlineData("max_position", "0.000000001", "must be a decimal above 0 with at most 8 places")]
    [InlineData("max_position", "92233720368.54775808", "must be a decimal above 0 with at most 8 places")]
    [InlineData("max_position", "unlimited", "must be a decimal above 0 with at most 8 places")]
    [InlineData("max_position", "", "must be a decimal above 0 with at most 8 places")]
    [InlineData("max_position", "１", "must be a decimal above 0 with at most 8 places")]
    [InlineData("price_collar_bps", "0", "must be 1 to 10000")]
    [InlineData("price_collar_bps", "10001", "must be 1 to 10000")]
    [InlineData("price_collar_bps", "1.5", "must be 1 to 10000")]
    [InlineData("price_collar_bps", " 5", "must be 1 to 10000")]
    [InlineData("orders_per_second", "99999999999999999999", "must be 1 to 100000")]
    [InlineData("stale_quote_ms", "-5", "must be 1 to 600000")]
    public void What_a_limit_cannot_be_is_said(string name, string text, string expected)
    {
        Assert.True(LimitRules.TryFind(name, out LimitName limit));
        Assert.Equal(expected, LimitRules.Read(limit, text, out _));
    }

    [Fact]
    public void Every_name_has_a_limit_that_can_be_set_and_no_other_has()
    {
        LimitSet limits = new(RiskOptionsOf.Wide(), ScopeKind.Account, warnPercent: 80);
        foreach (string name in LimitRules.Names)
        {
            Assert.True(LimitRules.TryFind(name, out LimitName limit));
            Assert.NotEqual(LimitSet.None, limits[limit]);
            limits.Set(limit, 77);
        }

        Assert.All(
            Enum.GetValues<LimitName>().Where(limit => limit != LimitName.Unspecified),
            limit => Assert.Equal(77, limits[limit]));
        Assert.Equal(Enum.GetValues<LimitName>().Length - 1, LimitRules.Names.Length);
        Assert.False(LimitRules.TryFind("approval_ms", out _));
        Assert.False(LimitRules.TryFind("", out _));
    }
}
