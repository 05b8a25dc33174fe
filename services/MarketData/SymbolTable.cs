namespace Artic.MarketData;

/// <summary>
/// Finds an instrument by its symbol's bytes as they stand in a frame: a hash table with open addressing, at most a
/// quarter full. Immutable. Thread: any; a look allocates nothing.
/// </summary>
public sealed class SymbolTable
{
    private const int LeastSlots = 16;

    private readonly InstrumentFeed?[] _slots;

    /// <param name="feeds">The instruments.</param>
    public SymbolTable(IReadOnlyList<InstrumentFeed> feeds)
    {
        uint slots = System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(LeastSlots, feeds.Count * 4));
        _slots = new InstrumentFeed?[slots];
        foreach (InstrumentFeed feed in feeds)
        {
            int at = Place(feed.SymbolBytes);
            while (_slots[at] != null)
            {
                at = (at + 1) & (_slots.Length - 1);
            }

            _slots[at] = feed;
        }
    }

    /// <summary>The instrument of that symbol; null for one that nobody asked for.</summary>
    public InstrumentFeed? Find(ReadOnlySpan<byte> symbol)
    {
        int at = Place(symbol);
        while (_slots[at] is { } feed)
        {
            if (symbol.SequenceEqual(feed.SymbolBytes))
            {
                return feed;
            }

            at = (at + 1) & (_slots.Length - 1);
        }

        return null;
    }

    /// <summary>FNV-1a, 32 bits (Fowler, Noll and Vo).</summary>
    private int Place(ReadOnlySpan<byte> symbol)
    {
        uint hash = 2_166_136_261;
        foreach (byte letter in symbol)
        {
            hash = unchecked((hash ^ letter) * 16_777_619);
        }

        return (int)(hash & (uint)(_slots.Length - 1));
    }
}
