namespace Artic.Indicators.Blocks;

/// <summary>How far a price went between two closes, gap included (Wilder 1978). Thread: one.</summary>
internal readonly struct TrueRange(StateRow row)
{
    private readonly int _close = row.Take(1, double.NaN);

    /// <summary>The close before; NaN before the first bar.</summary>
    public double PreviousClose => row[_close];

    /// <summary>NaN for the first bar, which has no close before it.</summary>
    public double Add(in OhlcvBar bar)
    {
        double before = row[_close];
        row[_close] = bar.Close;
        return Math.Max(bar.High - bar.Low, Math.Max(Math.Abs(bar.High - before), Math.Abs(bar.Low - before)));
    }
}
