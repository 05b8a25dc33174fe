using Artic.Indicators;

namespace Artic.Strategies.Tests;

/// <summary>One input of any strategy: a bar, the close of a second series and a book's quantities.</summary>
internal readonly record struct Step(OhlcvBar Bar, double Other, double Bid, double Ask)
{
    public StrategySignal Feed(Strategy strategy)
    {
        if (strategy is BookStrategy book)
        {
            return book.AddBook([Bid, Ask / 2], [Ask, Bid / 3]);
        }

        if (strategy is PairStrategy pair)
        {
            pair.Other = Other;
        }

        return ((BarStrategy)strategy).Add(Bar);
    }
}
