using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>T3 (Tillson 1998): six EMAs one upon the other, all begun with the first close.</summary>
public sealed class TillsonAverage : Indicator
{
    private readonly Smoothed[] _averages = new Smoothed[6];
    private readonly double _c1;
    private readonly double _c2;
    private readonly double _c3;
    private readonly double _c4;

    /// <param name="length">Bars.</param>
    /// <param name="factor">Volume factor, above 0, usually 0.7.</param>
    public TillsonAverage(int length, double factor)
        : base(1, "t3")
    {
        for (int i = 0; i < _averages.Length; i++)
        {
            _averages[i] = Smoothed.Ema(State, length);
        }

        double square = factor * factor;
        double cube = square * factor;
        _c1 = -cube;
        _c2 = (3 * square) + (3 * cube);
        _c3 = (-6 * square) - (3 * factor) - (3 * cube);
        _c4 = 1 + (3 * factor) + cube + (3 * square);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double value = bar.Close;
        foreach (Smoothed average in _averages)
        {
            if (double.IsNaN(average.Value))
            {
                average.Begin(value);
            }

            value = average.Add(value);
        }

        Set((_c1 * _averages[5].Value) + (_c2 * _averages[4].Value) + (_c3 * _averages[3].Value) + (_c4 * _averages[2].Value));
    }
}
