using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>SMI (Blau 1993): the close's distance from the middle of its range, smoothed twice, in per cent of half the range.</summary>
public sealed class StochasticMomentum : Indicator
{
    private readonly Extreme _highest;
    private readonly Extreme _lowest;
    private readonly Smoothed[] _averages = new Smoothed[5];

    /// <param name="length">Bars of the range.</param>
    /// <param name="first">First smoothing.</param>
    /// <param name="second">Second smoothing.</param>
    /// <param name="signal">Values of the signal line.</param>
    public StochasticMomentum(int length, int first, int second, int signal)
        : base(length, "smi", "signal")
    {
        _highest = new Extreme(State, length, isHighest: true);
        _lowest = new Extreme(State, length, isHighest: false);
        int[] lengths = [first, second, first, second, signal];
        for (int i = 0; i < _averages.Length; i++)
        {
            _averages[i] = Smoothed.Ema(State, lengths[i]);
        }
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double highest = _highest.Add(bar.High);
        double lowest = _lowest.Add(bar.Low);
        if (double.IsNaN(highest))
        {
            return;
        }

        double distance = Twice(0, bar.Close - (0.5 * (highest + lowest)));
        double range = Twice(2, highest - lowest);
        double value = range == 0 ? 0 : 100 * distance / (0.5 * range);
        Set(value, Begun(_averages[4], value));
    }

    private double Twice(int at, double value) => Begun(_averages[at + 1], Begun(_averages[at], value));

    private static double Begun(Smoothed average, double value)
    {
        if (double.IsNaN(average.Value))
        {
            average.Begin(value);
        }

        return average.Add(value);
    }
}
