namespace Artic.Indicators.Blocks;

/// <summary>Variances and covariance (population) of the last pairs, by Welford's update for a window; made anew once a round. Thread: one.</summary>
internal readonly struct Covariance(StateRow row, int length)
{
    private readonly Moments _first = new(row, length);
    private readonly Moments _second = new(row, length);
    private readonly int _products = row.Take(1);
    private readonly int _seen = row.Take(1);

    public bool IsFull => _first.IsFull;

    public double FirstVariance => _first.Variance;

    public double SecondVariance => _second.Variance;

    public double Value => IsFull ? row[_products] / length : double.NaN;

    public double Correlation => Value / Math.Sqrt(FirstVariance * SecondVariance);

    public void Add(double first, double second)
    {
        bool wasFull = IsFull;
        double oldFirst = wasFull ? _first[length - 1] : 0;
        double oldSecond = wasFull ? _second[length - 1] : 0;
        double meanBefore = _second.Mean;
        _first.Add(first);
        _second.Add(second);
        row[_seen]++;
        if (!IsFull)
        {
            return;
        }

        if (wasFull && row[_seen] % length != 0)
        {
            row[_products] += ((first - _first.Mean) * (second - meanBefore)) - ((oldFirst - _first.Mean) * (oldSecond - meanBefore));
            return;
        }

        double products = 0;
        for (int back = 0; back < length; back++)
        {
            products += (_first[back] - _first.Mean) * (_second[back] - _second.Mean);
        }

        row[_products] = products;
    }
}
