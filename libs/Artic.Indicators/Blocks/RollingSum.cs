namespace Artic.Indicators.Blocks;

/// <summary>
/// Sum of the last values. It is added up anew once a round, so that rounding does not pile up over a long series: constant cost
/// in the mean. Thread: one.
/// </summary>
internal readonly struct RollingSum(StateRow row, int length)
{
    private readonly Window _window = new(row, length);
    private readonly int _at = row.Take(1);

    public bool IsFull => _window.IsFull;

    public int Count => _window.Count;

    /// <summary>The sum of what it holds.</summary>
    public double Sum => row[_at];

    /// <summary>The mean of a full window; NaN before.</summary>
    public double Mean => IsFull ? Sum / length : double.NaN;

    /// <summary>Takes a value; gives the mean.</summary>
    public double Add(double value)
    {
        double replaced = _window.Push(value);
        if (_window.Next != 0)
        {
            row[_at] += value - (double.IsNaN(replaced) ? 0 : replaced);
            return Mean;
        }

        double sum = 0;
        foreach (double each in _window.Values)
        {
            sum += each;
        }

        row[_at] = sum;
        return Mean;
    }
}
