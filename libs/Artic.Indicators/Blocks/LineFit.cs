namespace Artic.Indicators.Blocks;

/// <summary>
/// Least squares line through the last values at 1, 2, 3…: sums that move along, made anew once a round. Thread: one.
/// </summary>
internal readonly struct LineFit(StateRow row, int length)
{
    private readonly Moments _moments = new(row, length);
    private readonly int _seen = row.Take(1);
    private readonly int _products = row.Take(1);
    private readonly int _sum = row.Take(1);

    public bool IsFull => _moments.IsFull;

    /// <summary>Values so far.</summary>
    public double Seen => row[_seen];

    /// <summary>Rise a value; NaN before the window is full.</summary>
    public double Slope => IsFull ? row[_products] / SquaresOfX : double.NaN;

    /// <summary>Where the line is at the last value.</summary>
    public double End => _moments.Mean + (Slope * (length - 1) / 2);

    /// <summary>Where the line is at 0, the first value of all at 1.</summary>
    public double Intercept => _moments.Mean - (Slope * (Seen - ((length - 1) / 2.0)));

    /// <summary>Deviation of the values (population).</summary>
    public double Deviation => _moments.Deviation;

    /// <summary>Share of the variance that the line explains.</summary>
    public double RSquared => row[_products] * row[_products] / (SquaresOfX * _moments.Variance * length);

    private double SquaresOfX => length * (((double)length * length) - 1) / 12;

    public void Add(double value)
    {
        double oldest = _moments.IsFull ? _moments[length - 1] : double.NaN;
        _moments.Add(value);
        row[_seen]++;
        double half = (length - 1) / 2.0;
        if (!double.IsNaN(oldest) && row[_seen] % length != 0)
        {
            // Each value moves one place to the left, the oldest leaves at -half, the new one comes at +half.
            double remaining = row[_sum] - oldest;
            row[_products] += (half * oldest) - remaining + (half * value);
            row[_sum] = remaining + value;
            return;
        }

        if (!_moments.IsFull)
        {
            return;
        }

        double products = 0;
        double sum = 0;
        for (int back = 0; back < length; back++)
        {
            products += (half - back) * _moments[back];
            sum += _moments[back];
        }

        row[_products] = products;
        row[_sum] = sum;
    }
}
