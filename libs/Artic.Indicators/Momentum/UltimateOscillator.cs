using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>Ultimate Oscillator (Williams 1976): buying pressure over true range for three lengths, weighted 4, 2, 1.</summary>
public sealed class UltimateOscillator : Indicator
{
    private readonly RollingSum[] _pressures = new RollingSum[3];
    private readonly RollingSum[] _ranges = new RollingSum[3];
    private readonly TrueRange _trueRange;

    /// <param name="shortest">Bars of the first.</param>
    /// <param name="middle">Bars of the second.</param>
    /// <param name="longest">Bars of the third.</param>
    public UltimateOscillator(int shortest, int middle, int longest)
        : base(longest + 1, "ultimate")
    {
        int[] lengths = [shortest, middle, longest];
        for (int i = 0; i < lengths.Length; i++)
        {
            _pressures[i] = new RollingSum(State, lengths[i]);
            _ranges[i] = new RollingSum(State, lengths[i]);
        }

        _trueRange = new TrueRange(State);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double before = _trueRange.PreviousClose;
        double range = _trueRange.Add(bar);
        if (double.IsNaN(range))
        {
            return;
        }

        double pressure = bar.Close - Math.Min(bar.Low, before);
        for (int i = 0; i < _pressures.Length; i++)
        {
            _ = _pressures[i].Add(pressure);
            _ = _ranges[i].Add(range);
        }

        if (_ranges[2].IsFull)
        {
            Set(100 * ((4 * Share(0)) + (2 * Share(1)) + Share(2)) / 7);
        }
    }

    private double Share(int i) => _ranges[i].Sum == 0 ? double.NaN : _pressures[i].Sum / _ranges[i].Sum;
}
