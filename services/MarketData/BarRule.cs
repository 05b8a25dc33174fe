using Artic.Hosting.Options;
using Artic.V1;

namespace Artic.MarketData;

/// <summary>When a bar is closed.</summary>
/// <param name="Kind">By time, by trades, or by quantity.</param>
/// <param name="Size">Nanoseconds, trades, or quantity at the scale of quantities; above 0.</param>
public readonly record struct BarRule(BarKind Kind, long Size)
{
    /// <summary>The rules of a configuration that was checked, that of the strategies' bars first.</summary>
    public static BarRule[] From(MarketDataOptions options) =>
        [new BarRule(BarKind.Time, Nanoseconds(options.BarMs)), .. options.Bars.ConvertAll(From)];

    private static BarRule From(BarOptions bar) => bar.Kind switch
    {
        "tick" => new BarRule(BarKind.Tick, bar.Trades),
        "volume" => new BarRule(BarKind.Volume, OptionsRules.Decimal(bar.Quantity)),
        _ => new BarRule(BarKind.Time, Nanoseconds(bar.Ms)),
    };

    private static long Nanoseconds(int ms) => ms * 1_000_000L;
}
