namespace Artic.Indicators.Levels;

/// <summary>Standard (floor) pivot points of the calendar period before: days, weeks from Monday on, or months, UTC.</summary>
public sealed class PivotPoints : Indicator
{
    private readonly PivotPeriod _period;
    private readonly int _at;

    /// <param name="period">Which periods.</param>
    public PivotPoints(PivotPeriod period)
        : base(2, "pp", "s1", "s2", "s3", "r1", "r2", "r3")
    {
        _period = period;
        _at = State.Take(4);
        State[_at] = double.NaN;
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        ref double period = ref State[_at];
        ref double high = ref State[_at + 1];
        ref double low = ref State[_at + 2];
        double now = PeriodOf(bar.UtcNs);
        if (now == period)
        {
            high = Math.Max(high, bar.High);
            low = Math.Min(low, bar.Low);
        }
        else
        {
            if (!double.IsNaN(period))
            {
                PivotLevels levels = PivotLevels.Of(high, low, State[_at + 3]);
                Set(levels);
            }

            (period, high, low) = (now, bar.High, bar.Low);
        }

        State[_at + 3] = bar.Close;
    }

    private double PeriodOf(long utcNs)
    {
        DateTime time = DateTime.UnixEpoch.AddTicks(utcNs / 100);
        double day = Math.Floor(utcNs / 86_400e9);
        return _period switch
        {
            PivotPeriod.Day => day,
            PivotPeriod.Week => Math.Floor((day + 3) / 7),
            _ => (time.Year * 12) + time.Month,
        };
    }
}
