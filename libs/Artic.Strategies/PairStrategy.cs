namespace Artic.Strategies;

/// <summary>
/// A strategy of two series side by side: the bar and the signal are of the first, <see cref="Other"/> is the close of the second
/// at the same time.
/// </summary>
public abstract class PairStrategy(int warmUp, params string[] figures) : BarStrategy(warmUp, figures)
{
    /// <summary>Close of the second series, set before the bar of the first is added. What is no number makes the bar pass by.</summary>
    public double Other { get; set; } = double.NaN;

    /// <inheritdoc/>
    protected sealed override bool CanUse(in OhlcvBar bar) => double.IsFinite(Other);
}
