using Artic.Indicators.Blocks;

namespace Artic.Indicators.Trend;

/// <summary>Alligator (Williams 1995): three Wilder averages of the middle prices, each moved forward.</summary>
public sealed class Alligator : Indicator
{
    private readonly Smoothed[] _averages = new Smoothed[3];
    private readonly Window[] _moved = new Window[3];

    /// <param name="jaw">Bars of the slowest.</param>
    /// <param name="jawShift">Bars forward.</param>
    /// <param name="teeth">Bars of the middle one.</param>
    /// <param name="teethShift">Bars forward.</param>
    /// <param name="lips">Bars of the fastest.</param>
    /// <param name="lipsShift">Bars forward.</param>
    public Alligator(int jaw, int jawShift, int teeth, int teethShift, int lips, int lipsShift)
        : base(jaw + jawShift, "jaw", "teeth", "lips")
    {
        int[] lengths = [jaw, teeth, lips];
        int[] shifts = [jawShift, teethShift, lipsShift];
        for (int i = 0; i < lengths.Length; i++)
        {
            _averages[i] = Smoothed.Wilder(State, lengths[i]);
            _moved[i] = new Window(State, shifts[i]);
        }
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar) => Set(Next(0, bar), Next(1, bar), Next(2, bar));

    private double Next(int i, in OhlcvBar bar) => _moved[i].Push(_averages[i].Add(bar.Middle));
}
