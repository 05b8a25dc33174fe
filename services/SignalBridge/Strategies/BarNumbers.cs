using Artic.Indicators;
using Artic.V1;

namespace Artic.SignalBridge.Strategies;

/// <summary>Bars as strategies and indicators take them: the numbers that their decimals are.</summary>
internal static class BarNumbers
{
    /// <summary>Scale 8: a division gives the number that is nearest to the decimal, as a file of bars does.</summary>
    public const double Scale = 100_000_000;

    /// <summary>A bar whose prices have scale 8.</summary>
    public static OhlcvBar Of(Bar bar) => new(
        bar.StartUtcNs, bar.Open / Scale, bar.High / Scale, bar.Low / Scale, bar.Close / Scale, bar.Volume / Scale);
}
