namespace Artic.Strategies.Catalog;

/// <summary>All strategies by their standard names. Thread: any.</summary>
public static class StrategyCatalog
{
    private static readonly StrategyDefinition[] s_all =
    [
        .. MomentumStrategies.All, .. MeanReversionStrategies.All, .. VolatilityStrategies.All,
        .. VolumeStrategies.All, .. StatisticalStrategies.All,
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StrategyDefinition> All => s_all;

    /// <summary>The strategy of this name; null: there is none.</summary>
    public static StrategyDefinition? Find(string name) => Array.Find(s_all, each => each.Name == name);
}
