namespace Artic.Strategies.Sizing;

/// <summary>
/// How much to hold for a signal. Results are in units of the instrument, signed like the signal, and 0 wherever an input makes no
/// sense (a price that is not positive, what is no number). Rounding to lots is the caller's. Thread: any; no state.
/// </summary>
public static class PositionSize
{
    /// <summary>A fixed quantity for a whole signal, in proportion to the signal.</summary>
    public static double Fixed(double signal, double quantity) => Of(signal, quantity);

    /// <summary>What a fraction of the equity buys at this price, in proportion to the signal.</summary>
    public static double Fraction(double signal, double equity, double fraction, double price) =>
        price > 0 ? Of(signal, equity * fraction / price) : 0;

    /// <summary>
    /// Part of the equity that Kelly's rule risks (Kelly 1956): p - (1 - p) / b for a win of b times the loss with probability p; never
    /// below 0, of it the part <paramref name="share"/> (a half is usual), and at most <paramref name="cap"/>.
    /// </summary>
    public static double KellyFraction(double winProbability, double winOverLoss, double share, double cap)
    {
        if (!(winProbability is >= 0 and <= 1 && winOverLoss > 0 && share >= 0 && cap >= 0))
        {
            return 0;
        }

        double full = winProbability - ((1 - winProbability) / winOverLoss);
        return Math.Min(cap, share * Math.Max(0, full));
    }

    /// <summary>
    /// What brings the position's volatility to the target: equity times target over volatility, both of the same span, such as a
    /// year; at most <paramref name="mostLeverage"/> times the equity. A price that does not move has no such size.
    /// </summary>
    public static double VolatilityScaled(
        double signal, double equity, double target, double volatility, double mostLeverage, double price) =>
        price > 0 && volatility > 0 && target >= 0 && mostLeverage >= 0
            ? Of(signal, equity * Math.Min(mostLeverage, target / volatility) / price)
            : 0;

    private static double Of(double signal, double whole)
    {
        double size = Math.Clamp(signal, -1, 1) * whole;
        return whole > 0 && double.IsFinite(size) ? size : 0;
    }
}
