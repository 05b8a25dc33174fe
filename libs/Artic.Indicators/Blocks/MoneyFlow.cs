namespace Artic.Indicators.Blocks;

/// <summary>Chaikin's money flow of a bar: where it closed in its range, -1 to 1, and that times its volume.</summary>
internal static class MoneyFlow
{
    /// <summary>0 for a bar without range.</summary>
    public static double MultiplierOf(in OhlcvBar bar) =>
        bar.High == bar.Low ? 0 : (bar.Close - bar.Low - (bar.High - bar.Close)) / (bar.High - bar.Low);
}
