namespace Artic.RiskManager.Estimates;

/// <summary>
/// Value at risk of a portfolio from the returns of its instruments between equally spaced marks: parametric (normal: z standard
/// deviations of the portfolio's own returns, without a mean) and historical (the loss that so many of its returns did not
/// exceed). Both are scaled to the horizon by the square root of time. Estimates are floating point; nothing of them is money
/// until it is rounded up at the end. Thread: one. Allocates nothing after construction.
/// </summary>
/// <param name="instruments">How many instruments.</param>
/// <param name="samples">Returns that it rests on.</param>
/// <param name="periodsOfHorizon">The horizon by the time between two marks.</param>
/// <param name="confidence">Share of the losses that is covered, above 0.5 and below 1.</param>
public sealed class ValueAtRiskEstimator(int instruments, int samples, double periodsOfHorizon, double confidence)
{
    private const double MostMoney = 9e18;

    private readonly double[] _returns = new double[(long)instruments * samples];
    private readonly long[] _marks = new long[instruments];
    private readonly double[] _portfolio = new double[samples];
    private readonly double _z = NormalQuantile(confidence);
    private readonly double _scale = Math.Sqrt(periodsOfHorizon);
    private int _next;
    private int _count;
    private bool _hasMarks;

    /// <summary>There are as many returns as it rests on.</summary>
    public bool IsKnown => _count == samples;

    /// <summary>Takes the marks of all instruments; an instrument without one, 0, has not moved.</summary>
    public void Add(ReadOnlySpan<long> marks)
    {
        if (_hasMarks)
        {
            for (int i = 0; i < instruments; i++)
            {
                _returns[((long)i * samples) + _next] =
                    marks[i] > 0 && _marks[i] > 0 ? ((double)marks[i] / _marks[i]) - 1 : 0;
            }

            _next = (_next + 1) % samples;
            _count = Math.Min(_count + 1, samples);
        }

        for (int i = 0; i < instruments; i++)
        {
            _marks[i] = marks[i] > 0 ? marks[i] : _marks[i];
        }

        _hasMarks = true;
    }

    /// <summary>Value at risk of these exposures, at least 0; only once it is known.</summary>
    /// <param name="exposures">Value in each instrument at scale 8, negative where short.</param>
    /// <param name="shareBps">Takes what a unit of value in each instrument adds by itself, 1 to 10,000.</param>
    /// <param name="parametric">By the normal distribution, at scale 8.</param>
    /// <param name="historical">By the returns themselves, at scale 8.</param>
    public void Compute(ReadOnlySpan<double> exposures, Span<long> shareBps, out long parametric, out long historical)
    {
        Array.Clear(_portfolio);
        for (int i = 0; i < instruments; i++)
        {
            ReadOnlySpan<double> returns = _returns.AsSpan(i * samples, samples);
            double squares = 0;
            for (int k = 0; k < samples; k++)
            {
                squares += returns[k] * returns[k];
                _portfolio[k] += exposures[i] * returns[k];
            }

            shareBps[i] = (long)Math.Clamp(Math.Ceiling(_z * Math.Sqrt(squares / samples) * _scale * 10_000), 1, 10_000);
        }

        double sum = 0;
        foreach (double result in _portfolio)
        {
            sum += result * result;
        }

        parametric = ToMoney(_z * Math.Sqrt(sum / samples) * _scale);
        Array.Sort(_portfolio);

        // Of 256 results at 99 %, the third worst: 2.56 may be worse.
        int worse = (int)Math.Floor((1 - confidence) * samples);
        historical = ToMoney(-_portfolio[worse] * _scale);
    }

    /// <summary>
    /// The number that a standard normal variable stays below with this probability. Source: P. J. Acklam's rational
    /// approximation (2003), relative error below 1.15e-9; only the part above 0.5 is needed.
    /// </summary>
    public static double NormalQuantile(double probability)
    {
        const double Upper = 0.97575;
        if (probability <= Upper)
        {
            double q = probability - 0.5;
            double r = q * q;
            return ((((((((((-3.969683028665376e+01 * r) + 2.209460984245205e+02) * r) - 2.759285104469687e+02) * r) +
                1.383577518672690e+02) * r) - 3.066479806614716e+01) * r) + 2.506628277459239e+00) * q /
                ((((((((((-5.447609879822406e+01 * r) + 1.615858368580409e+02) * r) - 1.556989798598866e+02) * r) +
                6.680131188771972e+01) * r) - 1.328068155288572e+01) * r) + 1);
        }

        double t = Math.Sqrt(-2 * Math.Log(1 - probability));
        return -((((((((((-7.784894002430293e-03 * t) - 3.223964580411365e-01) * t) - 2.400758277161838e+00) * t) -
            2.549732539343734e+00) * t) + 4.374664141464968e+00) * t) + 2.938163982698783e+00) /
            ((((((((7.784695709041462e-03 * t) + 3.224671290700398e-01) * t) + 2.445134137142996e+00) * t) +
            3.754408661907416e+00) * t) + 1);
    }

    private static long ToMoney(double value) => (long)Math.Clamp(Math.Ceiling(value), 0, MostMoney);
}
