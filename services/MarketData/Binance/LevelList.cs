namespace Artic.MarketData.Binance;

/// <summary>Price levels of one message, in its order; used again for the next. Thread: one.</summary>
public sealed class LevelList
{
    /// <summary>A message with more levels on a side is refused.</summary>
    public const int MaxLevels = 10_000;

    /// <summary>Prices; the first <see cref="Count"/> are valid.</summary>
    public long[] Prices { get; } = new long[MaxLevels];

    /// <summary>Quantities; 0 removes a level.</summary>
    public long[] Quantities { get; } = new long[MaxLevels];

    /// <summary>Number of levels.</summary>
    public int Count { get; private set; }

    /// <summary>Empties the list.</summary>
    public void Clear() => Count = 0;

    /// <summary>Appends a level; false where the list is full.</summary>
    public bool TryAdd(long price, long quantity)
    {
        if (Count == MaxLevels)
        {
            return false;
        }

        Prices[Count] = price;
        Quantities[Count++] = quantity;
        return true;
    }
}
