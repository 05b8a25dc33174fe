namespace Artic.Strategies.Catalog;

/// <summary>One parameter of a strategy. Immutable.</summary>
/// <param name="Name">As people write it.</param>
/// <param name="Type">What values it has.</param>
/// <param name="Default">Where nothing is said.</param>
/// <param name="Lowest">The least.</param>
/// <param name="Highest">The largest.</param>
/// <param name="Help">What it is.</param>
public sealed record StrategyParameter(string Name, ParameterType Type, double Default, double Lowest, double Highest, string Help)
{
    private const int MostBars = 10_000;

    /// <summary>The value is allowed.</summary>
    public bool Allows(double value) =>
        value >= Lowest && value <= Highest && (Type == ParameterType.Real || value == Math.Floor(value));

    internal static StrategyParameter Bars(string name, int standard, int lowest = 1, string help = "bars") =>
        new(name, ParameterType.Whole, standard, lowest, MostBars, help);

    internal static StrategyParameter Real(string name, double standard, double lowest, double highest, string help) =>
        new(name, ParameterType.Real, standard, lowest, highest, help);

    internal static StrategyParameter Flag(string name, bool standard, string help) =>
        new(name, ParameterType.Flag, standard ? 1 : 0, 0, 1, help);
}
