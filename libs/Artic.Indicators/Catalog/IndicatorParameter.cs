namespace Artic.Indicators.Catalog;

/// <summary>One parameter of an indicator. Immutable.</summary>
/// <param name="Name">As people write it.</param>
/// <param name="Default">Where nothing is said.</param>
/// <param name="Lowest">The least.</param>
/// <param name="Highest">The largest.</param>
/// <param name="IsWhole">It is a whole number.</param>
/// <param name="Help">What it is.</param>
public sealed record IndicatorParameter(string Name, double Default, double Lowest, double Highest, bool IsWhole, string Help);
