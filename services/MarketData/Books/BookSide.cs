using Artic.Streams.Steps;

namespace Artic.MarketData.Books;

/// <summary>
/// One side of a limit order book: price levels sorted so that the best stands last, where most changes happen.
/// Thread: one. Allocates only when it grows. Prices and quantities are at the instrument's scales.
/// </summary>
public sealed class BookSide(bool isBid)
{
    /// <summary>Levels that are kept at most; beyond, the worst are forgotten.</summary>
    public const int MaxLevels = 20_000;

    private long[] _prices = new long[8192];
    private long[] _quantities = new long[8192];

    /// <summary>Number of levels.</summary>
    public int Count { get; private set; }

    /// <summary>The best price; 0 for an empty side.</summary>
    public long BestPrice => Count > 0 ? _prices[Count - 1] : 0;

    /// <summary>The quantity at the best price; 0 for an empty side.</summary>
    public long BestQuantity => Count > 0 ? _quantities[Count - 1] : 0;

    /// <summary>Price of the level at <paramref name="depth"/>, 0 the best; below <see cref="Count"/>.</summary>
    public long PriceAt(int depth) => _prices[Count - 1 - depth];

    /// <summary>Quantity of the level at <paramref name="depth"/>.</summary>
    public long QuantityAt(int depth) => _quantities[Count - 1 - depth];

    /// <summary>Forgets all levels.</summary>
    public void Clear() => Count = 0;

    /// <summary>Sets the quantity of a price; 0 removes the level.</summary>
    public void Set(long price, long quantity)
    {
        int at = Find(price);
        bool found = at < Count && _prices[at] == price;
        if (found && quantity != 0)
        {
            _quantities[at] = quantity;
        }
        else if (found)
        {
            Array.Copy(_prices, at + 1, _prices, at, Count - at - 1);
            Array.Copy(_quantities, at + 1, _quantities, at, Count - at - 1);
            Count--;
        }
        else if (quantity != 0)
        {
            Insert(at, price, quantity);
        }
    }

    /// <summary>Writes all levels, the worst first.</summary>
    public void Save(StateWriter state)
    {
        state.Write(Count);
        state.WriteAll(_prices.AsSpan(0, Count));
        state.WriteAll(_quantities.AsSpan(0, Count));
    }

    /// <summary>Takes the levels that another one had.</summary>
    public void Load(StateReader state)
    {
        Count = state.ReadCount(MaxLevels);
        if (Count > _prices.Length)
        {
            _prices = new long[MaxLevels];
            _quantities = new long[MaxLevels];
        }

        state.ReadAll(_prices.AsSpan(0, Count));
        state.ReadAll(_quantities.AsSpan(0, Count));
    }

    /// <summary>First place whose price is not worse than <paramref name="price"/>; the search starts at the best.</summary>
    private int Find(long price)
    {
        // Most changes are near the best: a few steps from the end beat a search through thousands of levels.
        int near = Math.Max(0, Count - 8);
        for (int i = Count - 1; i >= near; i--)
        {
            if (IsWorse(_prices[i], price))
            {
                return i + 1;
            }
        }

        int low = 0;
        int high = near;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (IsWorse(_prices[middle], price))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private bool IsWorse(long price, long than) => isBid ? price < than : price > than;

    private void Insert(int at, long price, long quantity)
    {
        if (Count == MaxLevels)
        {
            if (at == 0)
            {
                return;
            }

            Array.Copy(_prices, 1, _prices, 0, at - 1);
            Array.Copy(_quantities, 1, _quantities, 0, at - 1);
            _prices[at - 1] = price;
            _quantities[at - 1] = quantity;
            return;
        }

        if (Count == _prices.Length)
        {
            Array.Resize(ref _prices, Math.Min(MaxLevels, Count * 2));
            Array.Resize(ref _quantities, _prices.Length);
        }

        Array.Copy(_prices, at, _prices, at + 1, Count - at);
        Array.Copy(_quantities, at, _quantities, at + 1, Count - at);
        _prices[at] = price;
        _quantities[at] = quantity;
        Count++;
    }
}
