namespace Artic.Indicators;

/// <summary>
/// All that an indicator remembers, as one row of numbers: it lies together in memory, and whoever saves it saves the row. Parts
/// take their cells while the indicator is made; afterwards nothing is allocated. Counts are kept as whole numbers below 2^53.
/// Thread: one.
/// </summary>
public sealed class StateRow
{
    private double[] _cells = [];

    /// <summary>All cells: to be written to a snapshot, or to be overwritten by those of another one of the same parameters.</summary>
    public Span<double> Cells => _cells;

    /// <summary>A cell.</summary>
    internal ref double this[int at] => ref _cells[at];

    /// <summary>Adds cells and gives the place of the first.</summary>
    internal int Take(int count, double value = 0)
    {
        int at = _cells.Length;
        Array.Resize(ref _cells, at + count);
        Array.Fill(_cells, value, at, count);
        return at;
    }

    /// <summary>Some neighbouring cells.</summary>
    internal Span<double> Of(int at, int count) => _cells.AsSpan(at, count);
}
