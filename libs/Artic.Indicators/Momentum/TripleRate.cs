using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>TRIX (Hutson): the change of a triple EMA in per cent; the three begin with the simple mean of the first closes.</summary>
public sealed class TripleRate : Indicator
{
    private readonly Smoothed _first;
    private readonly Smoothed _second;
    private readonly Smoothed _third;

    /// <param name="length">Bars.</param>
    public TripleRate(int length)
        : base(length + 1, "trix", "ema3")
    {
        _first = Smoothed.Ema(State, length);
        _second = Smoothed.Ema(State, length);
        _third = Smoothed.Ema(State, length);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double before = _third.Value;
        bool wasWarm = !double.IsNaN(_first.Value);
        double first = _first.Add(bar.Close);
        if (!wasWarm)
        {
            _second.Begin(first);
            _third.Begin(first);
            return;
        }

        double third = _third.Add(_second.Add(first));
        Set(100 * (third - before) / before, third);
    }
}
