namespace Artic.Indicators;

/// <summary>
/// A streaming indicator over closed bars: each bar costs the same however long the series is, and nothing is allocated after
/// construction. An output is NaN until it is warm, and where its formula has no result (a division of nothing by nothing). A bar
/// that holds what is no number is passed over, so that it spoils nothing after it. Thread: one.
/// </summary>
public abstract class Indicator
{
    private readonly string[] _outputs;

    /// <param name="warmUp">Bars until the first output has its first value.</param>
    /// <param name="outputs">Names of the outputs, the principal one first.</param>
    protected Indicator(int warmUp, params string[] outputs)
    {
        WarmUp = warmUp;
        _outputs = outputs;
        _ = State.Take(outputs.Length, double.NaN);
    }

    /// <summary>All that it remembers.</summary>
    public StateRow State { get; } = new();

    /// <summary>Bars until the first output has its first value, where the formula has one.</summary>
    public int WarmUp { get; }

    /// <summary>Names of the outputs, the principal one first.</summary>
    public ReadOnlySpan<string> Outputs => _outputs;

    /// <summary>The outputs after the last bar.</summary>
    public ReadOnlySpan<double> Values => State.Of(0, _outputs.Length);

    /// <summary>The principal output.</summary>
    public double Value => State[0];

    /// <summary>Takes the next closed bar; false where it holds what is no number and was passed over.</summary>
    public bool Add(in OhlcvBar bar)
    {
        if (!bar.IsFinite)
        {
            return false;
        }

        Update(bar);
        return true;
    }

    /// <summary>Takes a bar of numbers.</summary>
    protected abstract void Update(in OhlcvBar bar);

    /// <summary>Sets the outputs, in their order. What is infinite has no meaning and is NaN.</summary>
    protected void Set(double first) => State[0] = Finite(first);

    /// <inheritdoc cref="Set(double)"/>
    protected void Set(double first, double second)
    {
        State[0] = Finite(first);
        State[1] = Finite(second);
    }

    /// <inheritdoc cref="Set(double)"/>
    protected void Set(double first, double second, double third)
    {
        Set(first, second);
        State[2] = Finite(third);
    }

    /// <inheritdoc cref="Set(double)"/>
    protected void Set(ReadOnlySpan<double> all)
    {
        for (int i = 0; i < all.Length; i++)
        {
            State[i] = Finite(all[i]);
        }
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
