using Artic.Indicators.Blocks;

namespace Artic.Indicators.Trend;

/// <summary>
/// Parabolic SAR (Wilder 1978). The first trend is a guess (upward), so there is no value up to the first reversal.
/// </summary>
public sealed class ParabolicStop : Indicator
{
    private readonly double _step;
    private readonly double _most;
    private readonly int _at;

    /// <param name="step">Acceleration, and its steps.</param>
    /// <param name="most">The largest acceleration.</param>
    public ParabolicStop(double step, double most)
        : base(3, "sar", "isReversal")
    {
        _step = step;
        _most = most;
        _at = State.Take(11);
        State[_at + 3] = 1;
    }

    /// <summary>The trend is upward.</summary>
    public bool IsUp => State[_at + 3] == 1;

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        ref double sar = ref State[_at];
        ref double extreme = ref State[_at + 1];
        ref double acceleration = ref State[_at + 2];
        ref double isUp = ref State[_at + 3];
        ref double bars = ref State[_at + 4];
        ref double reversed = ref State[_at + 5];
        bars++;
        if (bars == 1)
        {
            (sar, extreme, acceleration) = (bar.Low, bar.High, _step);
            Remember(bar);
            return;
        }

        bool reverses;
        if (isUp == 1)
        {
            double next = sar + (acceleration * (extreme - sar));
            if (bars >= 3)
            {
                next = Math.Min(next, Math.Min(State[_at + 7], State[_at + 9]));
            }

            reverses = bar.Low < next;
            if (reverses)
            {
                (sar, isUp, acceleration, extreme) = (extreme, 0, _step, bar.Low);
            }
            else
            {
                sar = next;
                if (bar.High > extreme)
                {
                    extreme = bar.High;
                    acceleration = Math.Min(acceleration + _step, _most);
                }
            }
        }
        else
        {
            double next = sar - (acceleration * (sar - extreme));
            if (bars >= 3)
            {
                next = Math.Max(next, Math.Max(State[_at + 6], State[_at + 8]));
            }

            reverses = bar.High > next;
            if (reverses)
            {
                (sar, isUp, acceleration, extreme) = (extreme, 1, _step, bar.High);
            }
            else
            {
                sar = next;
                if (bar.Low < extreme)
                {
                    extreme = bar.Low;
                    acceleration = Math.Min(acceleration + _step, _most);
                }
            }
        }

        Remember(bar);
        if (reversed == 1)
        {
            Set(sar, reverses ? 1 : 0);
        }

        reversed = reverses ? 1 : reversed;
    }

    /// <summary>Highs and lows of the last two bars.</summary>
    private void Remember(in OhlcvBar bar)
    {
        (State[_at + 8], State[_at + 9]) = (State[_at + 6], State[_at + 7]);
        (State[_at + 6], State[_at + 7]) = (bar.High, bar.Low);
    }
}
