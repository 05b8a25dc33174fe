namespace Artic.Indicators.Bars;

/// <summary>Heikin-Ashi bars: the close is the mean of all four prices, the open the middle of the bar before.</summary>
public sealed class HeikinAshi : Indicator
{
    private readonly int _at;

    /// <summary>One at its beginning.</summary>
    public HeikinAshi()
        : base(1, "close", "open", "high", "low") => _at = State.Take(2, double.NaN);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double open = double.IsNaN(State[_at]) ? (bar.Open + bar.Close) / 2 : (State[_at] + State[_at + 1]) / 2;
        double close = (bar.Open + bar.High + bar.Low + bar.Close) / 4;
        (State[_at], State[_at + 1]) = (open, close);
        Set([close, open, Math.Max(bar.High, Math.Max(open, close)), Math.Min(bar.Low, Math.Min(open, close))]);
    }
}
