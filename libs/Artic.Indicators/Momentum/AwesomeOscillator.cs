using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>
/// Awesome Oscillator (Williams): fast less slow mean of the middle prices, the same in per cent of the middle, and the
/// Accelerator, which is the oscillator less its mean over five bars.
/// </summary>
public sealed class AwesomeOscillator : Indicator
{
    private const int AcceleratorLength = 5;

    private readonly RollingSum _fast;
    private readonly RollingSum _slow;
    private readonly RollingSum _mean;

    /// <param name="fast">Bars of the fast mean.</param>
    /// <param name="slow">Bars of the slow one.</param>
    public AwesomeOscillator(int fast, int slow)
        : base(slow, "oscillator", "normalized", "accelerator")
    {
        _fast = new RollingSum(State, fast);
        _slow = new RollingSum(State, slow);
        _mean = new RollingSum(State, AcceleratorLength);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double middle = bar.Middle;
        double value = _fast.Add(middle) - _slow.Add(middle);
        value = _slow.IsFull ? value : double.NaN;
        if (!double.IsNaN(value))
        {
            Set(value, middle == 0 ? double.NaN : 100 * value / middle, value - _mean.Add(value));
        }
    }
}
