namespace Artic.Indicators.Blocks;

/// <summary>
/// The highest or the lowest of the last values and how long ago it was: a queue of those that can still become it, one step a
/// value in the mean. Thread: one.
/// </summary>
internal readonly struct Extreme
{
    private readonly StateRow _row;
    private readonly int _length;
    private readonly bool _isHighest;
    private readonly bool _latest;
    private readonly int _at;

    /// <param name="row">Where it lies.</param>
    /// <param name="length">Over how many values.</param>
    /// <param name="isHighest">The highest, or the lowest.</param>
    /// <param name="latest">Of equal values the latest, or the earliest.</param>
    public Extreme(StateRow row, int length, bool isHighest, bool latest = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        _row = row;
        _length = length;
        _isHighest = isHighest;
        _latest = latest;
        _at = row.Take(3 + (2 * length));
    }

    /// <summary>It has seen as many values as it looks back.</summary>
    public bool IsFull => Seen >= _length;

    /// <summary>The highest or lowest; NaN before the window is full.</summary>
    public double Value => IsFull ? ValueAt(First) : double.NaN;

    /// <summary>Values since it; 0: it is the last.</summary>
    public int Back => (int)(Seen - 1 - _row[Cell(First)]);

    private ref double Seen => ref _row[_at];

    private ref double First => ref _row[_at + 1];

    private ref double Queued => ref _row[_at + 2];

    /// <summary>Takes a value; gives <see cref="Value"/>.</summary>
    public double Add(double value)
    {
        double seen = Seen;
        while (Queued > 0 && IsBeatenBy(ValueAt(First + Queued - 1), value))
        {
            Queued--;
        }

        if (Queued > 0 && _row[Cell(First)] <= seen - _length)
        {
            First = (First + 1) % _length;
            Queued--;
        }

        int cell = Cell(First + Queued);
        _row[cell] = seen;
        _row[cell + 1] = value;
        Queued++;
        Seen = seen + 1;
        return Value;
    }

    private bool IsBeatenBy(double held, double value) =>
        (_isHighest ? value > held : value < held) || (_latest && value == held);

    private double ValueAt(double place) => _row[Cell(place) + 1];

    private int Cell(double place) => _at + 3 + (2 * ((int)place % _length));
}
