using Artic.Indicators.Blocks;

namespace Artic.Indicators.Trend;

/// <summary>DMI and ADX (Wilder 1978) with his sums, and ADXR, the mean of the ADX with that of <c>length</c> bars before.</summary>
public sealed class DirectionalMovement : Indicator
{
    private readonly int _length;
    private readonly TrueRange _trueRange;
    private readonly Smoothed _adx;
    private readonly Window _adxs;
    private readonly int _at;

    /// <param name="length">Bars.</param>
    public DirectionalMovement(int length)
        : base(2 * length, "adx", "pdi", "mdi", "dx", "adxr")
    {
        _length = length;
        _trueRange = new TrueRange(State);
        _adx = Smoothed.Wilder(State, length);
        _adxs = new Window(State, length);
        _at = State.Take(6);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        ref double high = ref State[_at];
        ref double low = ref State[_at + 1];
        ref double bars = ref State[_at + 2];
        double range = _trueRange.Add(bar);
        double up = bar.High - high;
        double down = low - bar.Low;
        (high, low) = (bar.High, bar.Low);
        if (double.IsNaN(range))
        {
            return;
        }

        bars++;
        Sum(ref State[_at + 3], range, bars);
        Sum(ref State[_at + 4], up > down ? Math.Max(up, 0) : 0, bars);
        Sum(ref State[_at + 5], down > up ? Math.Max(down, 0) : 0, bars);
        if (bars < _length)
        {
            return;
        }

        double ranges = State[_at + 3];
        double plus = ranges == 0 ? double.NaN : 100 * State[_at + 4] / ranges;
        double minus = ranges == 0 ? double.NaN : 100 * State[_at + 5] / ranges;
        double both = plus + minus;
        double index = both == 0 ? 0 : 100 * Math.Abs(plus - minus) / both;
        double average = _adx.Add(index);
        double before = double.NaN;
        if (!double.IsNaN(average))
        {
            before = _adxs.IsFull ? _adxs[_length - 1] : double.NaN;
            _ = _adxs.Push(average);
        }

        Set([average, plus, minus, index, (average + before) / 2]);
    }

    private void Sum(ref double sum, double value, double bars) =>
        sum = bars <= _length ? sum + value : sum - (sum / _length) + value;
}
