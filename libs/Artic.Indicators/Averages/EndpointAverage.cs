using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>EPMA, LSMA: where the regression line through the last closes ends.</summary>
public sealed class EndpointAverage : Indicator
{
    private readonly LineFit _fit;

    /// <param name="length">Bars.</param>
    public EndpointAverage(int length)
        : base(length, "epma") => _fit = new LineFit(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        _fit.Add(bar.Close);
        Set(_fit.End);
    }
}
