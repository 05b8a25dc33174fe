using Artic.Indicators.Blocks;

namespace Artic.Indicators.Statistics;

/// <summary>
/// Hurst exponent of the logarithmic returns by rescaled range (Hurst 1951; Mandelbrot, Wallis 1969): chunks of a half, a quarter…
/// of the window, those at its end, of 8 returns at the least; population deviations. A bar costs some passes over the window.
/// </summary>
public sealed class HurstExponent : Indicator
{
    private const int LeastChunk = 8;

    private readonly Window _returns;
    private readonly int _close;

    /// <param name="length">Returns, one less than bars; at least 20.</param>
    public HurstExponent(int length)
        : base(length + 1, "hurstExponent")
    {
        _returns = new Window(State, length);
        _close = State.Take(1, double.NaN);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double move = Math.Log(bar.Close / State[_close]);
        State[_close] = bar.Close;
        if (double.IsFinite(move))
        {
            _ = _returns.Push(move);
        }

        Set(_returns.IsFull ? Exponent() : double.NaN);
    }

    /// <summary>Slope of the logarithm of the mean rescaled range over that of the chunk's size.</summary>
    private double Exponent()
    {
        double count = 0;
        double sizes = 0;
        double ranges = 0;
        double squares = 0;
        double products = 0;
        for (int chunks = 1; _returns.Length / chunks >= LeastChunk; chunks *= 2)
        {
            int size = _returns.Length / chunks;
            double sum = 0;
            for (int i = 0; i < chunks; i++)
            {
                sum += RescaledRange(i * size, size);
            }

            double x = Math.Log(size);
            double y = Math.Log(sum / chunks);
            count++;
            sizes += x;
            ranges += y;
            squares += x * x;
            products += x * y;
        }

        return ((count * products) - (sizes * ranges)) / ((count * squares) - (sizes * sizes));
    }

    /// <summary>Of the returns from so many before the last one backwards.</summary>
    private double RescaledRange(int back, int size)
    {
        double mean = 0;
        for (int i = 0; i < size; i++)
        {
            mean += _returns[back + i];
        }

        mean /= size;
        double cumulated = 0;
        double highest = double.MinValue;
        double lowest = double.MaxValue;
        double squares = 0;
        for (int i = size - 1; i >= 0; i--)
        {
            double off = _returns[back + i] - mean;
            cumulated += off;
            highest = Math.Max(highest, cumulated);
            lowest = Math.Min(lowest, cumulated);
            squares += off * off;
        }

        double deviation = Math.Sqrt(squares / size);
        return deviation == 0 ? 0 : (highest - lowest) / deviation;
    }
}
