using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volume;

/// <summary>Force Index (Elder 1993): EMA of change times volume.</summary>
public sealed class ForceIndex : Indicator
{
    private readonly Smoothed _average;
    private readonly int _close;

    /// <param name="length">Values of the average.</param>
    public ForceIndex(int length)
        : base(length + 1, "forceIndex")
    {
        _average = Smoothed.Ema(State, length);
        _close = State.Take(1, double.NaN);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        Set(_average.Add((bar.Close - State[_close]) * bar.Volume));
        State[_close] = bar.Close;
    }
}
