namespace Artic.Indicators;

/// <summary>A closed bar: what indicators are made from. Immutable.</summary>
/// <param name="UtcNs">When it began, nanoseconds UTC.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Traded quantity.</param>
public readonly record struct OhlcvBar(long UtcNs, double Open, double High, double Low, double Close, double Volume)
{
    /// <summary>High, low and close, each a third.</summary>
    public double Typical => (High + Low + Close) / 3;

    /// <summary>The middle between high and low.</summary>
    public double Middle => (High + Low) / 2;

    /// <summary>All of it is a number.</summary>
    public bool IsFinite =>
        double.IsFinite(Open) && double.IsFinite(High) && double.IsFinite(Low) && double.IsFinite(Close) && double.IsFinite(Volume);
}
