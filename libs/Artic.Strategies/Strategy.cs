using System.Globalization;
using System.Text;

namespace Artic.Strategies;

/// <summary>
/// A rule that turns what happens in a market into a signal. All that it remembers are numbers, those of its indicators among them.
/// Nothing is allocated after construction, but by <see cref="Describe"/>. Thread: one.
/// </summary>
public abstract class Strategy
{
    /// <summary>Differences smaller than this part of the larger number are rounding, no opinion.</summary>
    private const double Rounding = 1e-11;

    private readonly string[] _figures;
    private Indicator[] _parts = [];
    private double[] _cells = new double[1];

    /// <param name="warmUp">Inputs before the first signal can be other than 0, that one counted.</param>
    /// <param name="figures">Names of the figures of a signal, four at the most.</param>
    protected Strategy(int warmUp, params string[] figures)
    {
        WarmUp = warmUp;
        _figures = figures;
    }

    /// <summary>
    /// The first input, counted from 1, whose signal can be other than 0. What a signal waits for beyond that, such as a first
    /// turn of the trend, depends on the series.
    /// </summary>
    public int WarmUp { get; }

    /// <summary>It looks at the volumes of bars; where nothing was traded it mostly says nothing.</summary>
    public virtual bool NeedsVolume => false;

    /// <summary>Names of the figures of its signals, in their order.</summary>
    public ReadOnlySpan<string> Figures => _figures;

    /// <summary>How many numbers its state is.</summary>
    public int StateLength
    {
        get
        {
            int length = _cells.Length;
            foreach (Indicator part in _parts)
            {
                length += part.State.Cells.Length;
            }

            return length;
        }
    }

    /// <summary>Writes all that it remembers. Errors: <see cref="ArgumentException"/> where the row is not <see cref="StateLength"/> long.</summary>
    public void SaveState(Span<double> row)
    {
        CheckLength(row.Length);
        _cells.CopyTo(row);
        int at = _cells.Length;
        foreach (Indicator part in _parts)
        {
            part.State.Cells.CopyTo(row[at..]);
            at += part.State.Cells.Length;
        }
    }

    /// <summary>
    /// Goes on where another one with the same parameters was. Errors: <see cref="ArgumentException"/> where the row is not
    /// <see cref="StateLength"/> long; nothing is changed then.
    /// </summary>
    public void LoadState(ReadOnlySpan<double> row)
    {
        CheckLength(row.Length);
        row[.._cells.Length].CopyTo(_cells);
        int at = _cells.Length;
        foreach (Indicator part in _parts)
        {
            Span<double> cells = part.State.Cells;
            row.Slice(at, cells.Length).CopyTo(cells);
            at += cells.Length;
        }
    }

    /// <summary>One line that says what a signal of this strategy is and why, in invariant notation. Allocates: not for the hot path.</summary>
    public string Describe(in StrategySignal signal)
    {
        StringBuilder text = new();
        _ = text.Append(signal.Value > 0 ? "long " : signal.Value < 0 ? "short " : "none ")
            .Append(Math.Abs(signal.Value).ToString("0.###", CultureInfo.InvariantCulture))
            .Append(": ").Append(TextOf(signal.Reason));
        if (signal.Reason is SignalReason.None or SignalReason.WarmingUp or SignalReason.PassedOver)
        {
            return text.ToString();
        }

        ReadOnlySpan<double> values = [signal.First, signal.Second, signal.Third, signal.Fourth];
        for (int i = 0; i < _figures.Length; i++)
        {
            _ = text.Append(", ").Append(_figures[i]).Append(' ').Append(values[i].ToString("G6", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>Adds numbers to what it remembers and gives the place of the first. For constructors.</summary>
    protected int Take(int count, double value = 0)
    {
        int at = _cells.Length;
        Array.Resize(ref _cells, at + count);
        Array.Fill(_cells, value, at, count);
        return at;
    }

    /// <summary>A number that it remembers.</summary>
    protected ref double Cell(int at) => ref _cells[at];

    /// <summary>Adds an indicator's state to its own. For constructors.</summary>
    protected T Keep<T>(T part)
        where T : Indicator
    {
        Array.Resize(ref _parts, _parts.Length + 1);
        _parts[^1] = part;
        return part;
    }

    /// <summary>Counts an input; what may leave of the signal made from it: none before it is warm, and never what is no number.</summary>
    protected StrategySignal Count(in StrategySignal signal)
    {
        double inputs = ++_cells[0];
        return inputs < WarmUp ? new StrategySignal(0, SignalReason.WarmingUp)
            : !double.IsFinite(signal.Value) ? signal with { Value = 0, Reason = SignalReason.Undefined }
            : signal with { Value = Math.Clamp(signal.Value, -1, 1) };
    }

    /// <summary>A value alone as a bar, for indicators of what is no price. What is no number they pass over.</summary>
    protected static OhlcvBar Of(double value) => new(0, value, value, value, value, 0);

    /// <summary>1 where the first is larger, -1 where it is smaller, 0 where they differ by rounding alone, NaN where one is NaN.</summary>
    protected static double Side(double first, double second)
    {
        double difference = first - second;
        return double.IsNaN(difference) ? double.NaN
            : Math.Abs(difference) <= Rounding * Math.Max(Math.Abs(first), Math.Abs(second)) ? 0
            : difference > 0 ? 1 : -1;
    }

    /// <summary>A deviation of a series about such a price is more than rounding.</summary>
    protected static bool Moves(double deviation, double price) => deviation > Rounding * Math.Abs(price);

    /// <summary>
    /// Moves a position against a score: long from -entry down, short from entry up, out again where the score has come back to
    /// exit, and out where there is no score.
    /// </summary>
    protected static double Revert(ref double position, double score, double entry, double exit)
    {
        if (double.IsNaN(score))
        {
            position = 0;
            return double.NaN;
        }

        if (score <= -entry)
        {
            position = 1;
        }
        else if (score >= entry)
        {
            position = -1;
        }
        else if ((position > 0 && score >= -exit) || (position < 0 && score <= exit))
        {
            position = 0;
        }

        return position;
    }

    /// <summary>A signal with the trend.</summary>
    protected static StrategySignal Along(double value, double first = 0, double second = 0, double third = 0, double fourth = 0) =>
        new(value, Reason(value, SignalReason.TrendUp, SignalReason.TrendDown), first, second, third, fourth);

    /// <summary>A signal in the direction in which a range was left.</summary>
    protected static StrategySignal Broken(double value, double first = 0, double second = 0, double third = 0, double fourth = 0) =>
        new(value, Reason(value, SignalReason.BreakUp, SignalReason.BreakDown), first, second, third, fourth);

    /// <summary>A signal back to what is usual.</summary>
    protected static StrategySignal Against(double value, double first = 0, double second = 0, double third = 0, double fourth = 0) =>
        new(value, Reason(value, SignalReason.Oversold, SignalReason.Overbought), first, second, third, fourth);

    /// <summary>A signal with those who press.</summary>
    protected static StrategySignal Pressed(double value, double first = 0, double second = 0, double third = 0, double fourth = 0) =>
        new(value, Reason(value, SignalReason.BuyPressure, SignalReason.SellPressure), first, second, third, fourth);

    private static SignalReason Reason(double value, SignalReason up, SignalReason down) =>
        value > 0 ? up : value < 0 ? down : value == 0 ? SignalReason.Neutral : SignalReason.Undefined;

    private static string TextOf(SignalReason reason) => reason switch
    {
        SignalReason.WarmingUp => "warming up",
        SignalReason.PassedOver => "passed over",
        SignalReason.Undefined => "undefined",
        SignalReason.Neutral => "neutral",
        SignalReason.Filtered => "filtered",
        SignalReason.TrendUp => "trend up",
        SignalReason.TrendDown => "trend down",
        SignalReason.BreakUp => "break up",
        SignalReason.BreakDown => "break down",
        SignalReason.Oversold => "oversold",
        SignalReason.Overbought => "overbought",
        SignalReason.BuyPressure => "buy pressure",
        SignalReason.SellPressure => "sell pressure",
        SignalReason.Squeeze => "squeeze",
        _ => "none",
    };

    private void CheckLength(int length)
    {
        if (length != StateLength)
        {
            throw new ArgumentException($"the state of this strategy is {StateLength} numbers, not {length}");
        }
    }
}
