namespace Artic.Indicators.Statistics;

/// <summary>An indicator of two series side by side: the bar is of the first, <see cref="Other"/> is the close of the second at the same time.</summary>
public abstract class PairIndicator(int warmUp, params string[] outputs) : Indicator(warmUp, outputs)
{
    /// <summary>Close of the second series, set before the bar of the first is added. What is no number makes the bar pass by.</summary>
    public double Other { get; set; } = double.NaN;

    /// <inheritdoc/>
    protected sealed override void Update(in OhlcvBar bar)
    {
        if (double.IsFinite(Other))
        {
            Update(bar.Close, Other);
        }
    }

    /// <summary>Takes both closes.</summary>
    protected abstract void Update(double first, double second);
}
