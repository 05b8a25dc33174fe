using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>McGinley Dynamic (1990): begins with the first close; valid from the second bar on.</summary>
public sealed class DynamicAverage : Indicator
{
    private readonly double _length;
    private readonly int _at;

    /// <param name="length">Bars.</param>
    /// <param name="factor">Usually 0.6.</param>
    public DynamicAverage(int length, double factor)
        : base(2, "dynamic")
    {
        _length = length * factor;
        _at = State.Take(1, double.NaN);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double before = State[_at];
        if (double.IsNaN(before) || before == 0)
        {
            State[_at] = bar.Close;
            return;
        }

        double next = before + ((bar.Close - before) / (_length * Math.Pow(bar.Close / before, 4)));
        State[_at] = double.IsFinite(next) ? next : bar.Close;
        Set(State[_at]);
    }
}
