using Artic.Indicators.Volatility;
using Artic.SignalBridge.Strategies;
using Artic.Strategies.Sizing;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>
/// How much an instance would hold for a signal, at scale 8 and rounded towards none. Sizes are estimates in floating point; from the
/// rounding on all is integers. Thread: the loop's; no allocation.
/// </summary>
public sealed class PositionSizer
{
    private const double NanosecondsPerYear = 365.25 * 86_400 * 1e9;

    private readonly InstanceSizing _sizing;
    private readonly RealisedVolatility? _volatility;
    private readonly double _kelly;

    /// <param name="sizing">What is declared.</param>
    /// <param name="barNs">Length of its time bars; 0: other bars.</param>
    public PositionSizer(InstanceSizing sizing, long barNs)
    {
        _sizing = sizing;
        _kelly = PositionSize.KellyFraction(sizing.WinProbability, sizing.WinOverLoss, sizing.Share, sizing.Cap);
        if (sizing.Kind == SizingKind.Volatility)
        {
            _volatility = new RealisedVolatility((int)sizing.Length, NanosecondsPerYear / barNs);
        }
    }

    /// <summary>It looks at bars.</summary>
    public bool NeedsBars => _volatility != null;

    /// <summary>Takes a closed bar.</summary>
    public void OnBar(Bar bar) => _volatility?.Add(BarNumbers.Of(bar));

    /// <summary>The position for a signal at a price of scale 8; 0 while it cannot say.</summary>
    public long Wanted(double signal, long price)
    {
        double equity = _sizing.Equity / BarNumbers.Scale;
        double at = price / BarNumbers.Scale;
        double size = _sizing.Kind switch
        {
            SizingKind.Fixed => PositionSize.Fixed(signal, _sizing.Quantity),
            SizingKind.Fraction => BarNumbers.Scale * PositionSize.Fraction(signal, equity, _sizing.Fraction, at),
            SizingKind.Kelly => BarNumbers.Scale * PositionSize.Fraction(signal, equity, _kelly, at),
            SizingKind.Volatility => BarNumbers.Scale * PositionSize.VolatilityScaled(
                signal, equity, _sizing.Target, _volatility!.Value, _sizing.MostLeverage, at),
            _ => 0,
        };

        // What is beyond all quantities is cut to the instance's largest position by whoever asks.
        return (long)Math.Clamp(size, -MostSize, MostSize);
    }

    /// <summary>Writes what it remembers.</summary>
    public void Save(StateWriter state)
    {
        if (_volatility != null)
        {
            state.WriteAll(_volatility.State.Cells);
        }
    }

    /// <summary>Takes what one of the same sizing held.</summary>
    public void Load(StateReader state)
    {
        if (_volatility != null)
        {
            state.ReadAll(_volatility.State.Cells);
        }
    }

    private const double MostSize = 4e18;
}
