using Artic.Indicators.Averages;
using Artic.Indicators.Statistics;
using Artic.Indicators.Volatility;

namespace Artic.Strategies.Volatility;

/// <summary>
/// Nothing while the Bollinger bands lie within the Keltner channel; once they have come out, with the sign of the momentum until they
/// are in again (Carter 2005, TTM Squeeze). The momentum is the end of the regression line through the close's distance from the middle
/// between the range's middle and the average.
/// </summary>
public sealed class ChannelSqueeze : BarStrategy
{
    private readonly BollingerBands _bands;
    private readonly KeltnerChannel _channel;
    private readonly DonchianChannel _range;
    private readonly RegressionSlope _momentum;
    private readonly int _squeezed;

    /// <param name="length">Bars of all of them, at least 3.</param>
    /// <param name="deviations">Width of the bands.</param>
    /// <param name="multiplier">Average true ranges of the channel.</param>
    public ChannelSqueeze(int length, double deviations, double multiplier)
        : base((2 * length) - 1, "momentum", "band", "channel")
    {
        _bands = Keep(new BollingerBands(length, deviations));
        _channel = Keep(new KeltnerChannel(length, multiplier, length - 1));
        _range = Keep(new DonchianChannel(length - 1));
        _momentum = Keep(new RegressionSlope(length));
        _squeezed = Take(1);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _bands.Add(bar);
        _ = _channel.Add(bar);
        _ = _range.Add(bar);
        double middle = (Math.Max(_range.Values[1], bar.High) + Math.Min(_range.Values[2], bar.Low)) / 2;
        double average = _bands.Value;
        bool isMade = _momentum.Add(Of(bar.Close - ((middle + average) / 2)));
        double momentum = _momentum.Values[4];
        double band = _bands.Values[1] - average;
        double channel = _channel.Values[1] - _channel.Value;
        if (!isMade || double.IsNaN(momentum + channel))
        {
            return Along(double.NaN, momentum, band, channel);
        }

        ref double squeezed = ref Cell(_squeezed);
        if (Moves(channel, bar.Close) && band < channel)
        {
            squeezed = 1;
            return new StrategySignal(0, SignalReason.Squeeze, momentum, band, channel);
        }

        return squeezed == 0
            ? new StrategySignal(0, SignalReason.Filtered, momentum, band, channel)
            : Along(Side(bar.Close + momentum, bar.Close), momentum, band, channel);
    }
}
