namespace Artic.Indicators.Blocks;

/// <summary>The last values of a series, in a ring of the state row. Thread: one. Allocates nothing after construction.</summary>
internal readonly struct Window
{
    private readonly StateRow _row;
    private readonly int _at;

    public Window(StateRow row, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        _row = row;
        Length = length;
        _at = row.Take(2 + length);
    }

    /// <summary>How many it keeps.</summary>
    public int Length { get; }

    /// <summary>How many it holds.</summary>
    public int Count => (int)_row[_at];

    public bool IsFull => Count == Length;

    /// <summary>The place that the next value takes: 0 after each round.</summary>
    public int Next => (int)_row[_at + 1];

    /// <summary>The value so many before the last; 0: the last.</summary>
    public double this[int back] => _row[_at + 2 + ((Next - 1 - back + (2 * Length)) % Length)];

    /// <summary>The oldest that it holds.</summary>
    public double Oldest => this[Count - 1];

    /// <summary>The values in no particular order.</summary>
    public ReadOnlySpan<double> Values => _row.Of(_at + 2, Count);

    /// <summary>Takes a value and gives the one that it replaces; NaN where there was room.</summary>
    public double Push(double value)
    {
        int next = Next;
        ref double cell = ref _row[_at + 2 + next];
        double replaced = IsFull ? cell : double.NaN;
        cell = value;
        _row[_at + 1] = next + 1 == Length ? 0 : next + 1;
        _row[_at] = Math.Min(Length, Count + 1);
        return replaced;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _row[_at] = _row[_at + 1] = 0;
}
