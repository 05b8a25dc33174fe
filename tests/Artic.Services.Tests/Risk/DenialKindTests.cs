using Artic.Hosting.Metrics;
using Artic.RiskManager;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

public sealed class DenialKindTests
{
    /// <summary>What a code's name begins with says its kind; those that are otherwise are named.</summary>
    private static readonly Dictionary<DenialCode, DenialKind> s_otherwise = new()
    {
        [DenialCode.OrderRate] = DenialKind.Rate,
        [DenialCode.OrderCount] = DenialKind.Rate,
        [DenialCode.OrderToTrade] = DenialKind.Rate,
        [DenialCode.CancelRate] = DenialKind.Rate,
        [DenialCode.InstanceNotActive] = DenialKind.Observed,
        [DenialCode.ReferenceDataAge] = DenialKind.Market,
        [DenialCode.InstrumentRestricted] = DenialKind.State,
        [DenialCode.StrategyUnknown] = DenialKind.Order,
        [DenialCode.StrategyInstrument] = DenialKind.Order,
    };

    [Fact]
    public void Every_denial_is_counted_by_the_kind_that_its_name_says()
    {
        foreach (DenialCode code in Enum.GetValues<DenialCode>())
        {
            string name = code.ToString();
            DenialKind expected = s_otherwise.TryGetValue(code, out DenialKind other) ? other
                : Begins("Market") ? DenialKind.Market
                : Begins("Order", "Instrument") ? DenialKind.Order
                : Begins("Position", "Exposure", "Balance") ? DenialKind.Exposure
                : Begins("Loss") ? DenialKind.Loss
                : DenialKind.State;
            Assert.Equal((code, expected), (code, DenialKinds.Of(code)));

            bool Begins(params string[] beginnings) =>
                Array.Exists(beginnings, each => name.StartsWith(each, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_kind_has_a_counter_that_is_described() => Assert.All(Enum.GetNames<DenialKind>(), kind =>
#pragma warning disable CA1308 // Names of counters are lower case.
        Assert.NotNull(MetricCatalog.Find($"orders_denied_{kind.ToLowerInvariant()}_total")));
#pragma warning restore CA1308
}
