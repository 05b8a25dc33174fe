namespace Artic.VenueSimulator.Matching;

/// <summary>
/// The latent value that the model's participants lean to: a random walk whose drift is itself a mean-reverting
/// (Ornstein-Uhlenbeck) process, so that there are short trends. In quote units; a model value, no money.
/// </summary>
public sealed class FairValue(SeededGenerator random, double startValue)
{
    private const double VolatilityPerRootSecond = 1.2;
    private const double TrendPerSecond = 0.8;
    private const double TrendSeconds = 6;
    private const double ReturnSeconds = 1_800;

    private readonly double _start = startValue;
    private double _drift;

    /// <summary>The value now.</summary>
    public double Value { get; private set; } = startValue;

    /// <summary>Lets <paramref name="seconds"/> pass.</summary>
    public void Advance(double seconds)
    {
        double decay = Math.Exp(-seconds / TrendSeconds);
        _drift = (_drift * decay) + (TrendPerSecond * Math.Sqrt(1 - (decay * decay)) * random.NextNormal());
        Value += (_drift * seconds)
            + (VolatilityPerRootSecond * Math.Sqrt(seconds) * random.NextNormal())
            + ((_start - Value) * seconds / ReturnSeconds);
    }
}
