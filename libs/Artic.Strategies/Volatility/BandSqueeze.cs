using Artic.Indicators.Volatility;

namespace Artic.Strategies.Volatility;

/// <summary>
/// Goes with a close beyond a Bollinger band where the bands were at their narrowest of <c>window</c> bars at most <c>memory</c> bars
/// before, until a close past the middle (Bollinger 2001, the Squeeze).
/// </summary>
public sealed class BandSqueeze : BarStrategy
{
    private readonly BollingerBands _bands;
    private readonly DonchianChannel _widths;
    private readonly int _memory;
    private readonly int _since;
    private readonly int _position;

    /// <param name="length">Bars of the bands.</param>
    /// <param name="deviations">Width of the bands.</param>
    /// <param name="window">Bars among whose widths the narrowest is.</param>
    /// <param name="memory">Bars that a squeeze is remembered.</param>
    public BandSqueeze(int length, double deviations, int window, int memory)
        : base(length + window, "close", "middle", "width", "since")
    {
        _bands = Keep(new BollingerBands(length, deviations));
        _widths = Keep(new DonchianChannel(window));
        _memory = memory;
        _since = Take(1, double.PositiveInfinity);
        _position = Take(1);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _bands.Add(bar);
        ReadOnlySpan<double> bands = _bands.Values;
        if (!_widths.Add(Of(bands[5])) || double.IsNaN(_widths.Value))
        {
            return Broken(double.NaN);
        }

        ref double since = ref Cell(_since);
        ref double position = ref Cell(_position);
        since = bands[5] <= _widths.Values[2] ? 0 : since + 1;
        bool moves = Moves(bands[1] - bands[0], bands[0]);
        double beyond = !moves ? 0 : bar.Close > bands[1] ? 1 : bar.Close < bands[2] ? -1 : 0;
        if (beyond != 0 && since <= _memory)
        {
            position = beyond;
        }
        else if (position * (bar.Close - bands[0]) <= 0)
        {
            position = 0;
        }

        return since == 0 && position == 0
            ? new StrategySignal(0, SignalReason.Squeeze, bar.Close, bands[0], bands[5], since)
            : Broken(position, bar.Close, bands[0], bands[5], since);
    }
}
