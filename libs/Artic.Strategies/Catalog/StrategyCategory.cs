namespace Artic.Strategies.Catalog;

/// <summary>What a strategy lives on.</summary>
public enum StrategyCategory
{
    /// <summary>Moves go on.</summary>
    Momentum = 1,

    /// <summary>Moves come back.</summary>
    MeanReversion = 2,

    /// <summary>How much the price moves.</summary>
    Volatility = 3,

    /// <summary>How much is traded.</summary>
    Volume = 4,

    /// <summary>A fitted model.</summary>
    Statistical = 5,
}
