namespace Artic.Strategies.Catalog;

/// <summary>What a strategy takes.</summary>
public enum StrategyInput
{
    /// <summary>Closed bars: a <see cref="BarStrategy"/>.</summary>
    Bars = 1,

    /// <summary>Closed bars and the closes of a second series: a <see cref="PairStrategy"/>.</summary>
    Pair = 2,

    /// <summary>Quotes or books: a <see cref="BookStrategy"/>.</summary>
    Book = 3,
}
