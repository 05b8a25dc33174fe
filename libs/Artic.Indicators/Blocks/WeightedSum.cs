namespace Artic.Indicators.Blocks;

/// <summary>
/// Linearly weighted mean of the last values, the newest with the largest weight. Added up anew once a round. Thread: one.
/// </summary>
internal readonly struct WeightedSum(StateRow row, int length)
{
    private readonly Window _window = new(row, length);
    private readonly int _sum = row.Take(1);
    private readonly int _weighted = row.Take(1);

    /// <summary>The weighted mean of a full window; NaN before.</summary>
    public double Mean => _window.IsFull ? row[_weighted] / (length * (length + 1.0) / 2) : double.NaN;

    /// <summary>Takes a value; gives the weighted mean.</summary>
    public double Add(double value)
    {
        bool wasFull = _window.IsFull;
        double replaced = _window.Push(value);
        if (wasFull && _window.Next != 0)
        {
            row[_weighted] += (length * value) - row[_sum];
            row[_sum] += value - replaced;
            return Mean;
        }

        double sum = 0;
        double weighted = 0;
        int count = _window.Count;
        if (count == length)
        {
            for (int back = 0; back < count; back++)
            {
                sum += _window[back];
                weighted += (length - back) * _window[back];
            }
        }

        row[_sum] = sum;
        row[_weighted] = weighted;
        return Mean;
    }
}
