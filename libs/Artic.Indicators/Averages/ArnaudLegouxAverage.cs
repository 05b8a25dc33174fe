using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>
/// ALMA (Legoux, Kouzis-Loukas 2009): weights of a Gaussian bell. The weights have no recurrence, so a bar costs as many steps as
/// the window is long.
/// </summary>
public sealed class ArnaudLegouxAverage : Indicator
{
    private readonly Window _closes;
    private readonly double[] _weights;

    /// <param name="length">Bars.</param>
    /// <param name="offset">Where the bell's middle is: 0 the oldest bar, 1 the newest.</param>
    /// <param name="sigma">How narrow the bell is.</param>
    public ArnaudLegouxAverage(int length, double offset, double sigma)
        : base(length, "alma")
    {
        _closes = new Window(State, length);
        _weights = new double[length];
        double middle = offset * (length - 1);
        double width = length / sigma;
        double sum = 0;
        for (int i = 0; i < length; i++)
        {
            _weights[i] = Math.Exp(-((i - middle) * (i - middle)) / (2 * width * width));
            sum += _weights[i];
        }

        for (int i = 0; i < length; i++)
        {
            _weights[i] /= sum;
        }
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        _ = _closes.Push(bar.Close);
        if (!_closes.IsFull)
        {
            return;
        }

        double sum = 0;
        for (int i = 0; i < _weights.Length; i++)
        {
            sum += _weights[i] * _closes[_weights.Length - 1 - i];
        }

        Set(sum);
    }
}
