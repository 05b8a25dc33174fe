using Artic.Streams.Steps;

namespace Artic.Venues.Books;

/// <summary>
/// Deltas that arrived while no snapshot was there yet, in their order. Bounded: where it is full, the snapshot has to be
/// asked for anew. Thread: one. Allocates only when it grows.
/// </summary>
internal sealed class PendingDeltas
{
    private const int MaxDeltas = 1 << 14;
    private const int MaxLevels = 1 << 17;

    private PendingDelta[] _deltas = new PendingDelta[64];
    private BookLevel[] _levels = new BookLevel[1024];
    private int _levelCount;

    /// <summary>Number of deltas.</summary>
    internal int Count { get; private set; }

    /// <summary>The delta at a place, 0 the oldest.</summary>
    internal ref readonly PendingDelta this[int index] => ref _deltas[index];

    internal ReadOnlySpan<BookLevel> Bids(in PendingDelta of) => _levels.AsSpan(of.FirstLevel, of.BidCount);

    internal ReadOnlySpan<BookLevel> Asks(in PendingDelta of) => _levels.AsSpan(of.FirstLevel + of.BidCount, of.AskCount);

    /// <summary>Keeps a copy; false where there is no room.</summary>
    internal bool TryAdd(MarketFrame frame, in MarketEvent delta) =>
        TryAdd(delta.FirstUpdateId, delta.UpdateId, frame.Bids(delta), frame.Asks(delta));

    internal void Clear() => Count = _levelCount = 0;

    /// <summary>Brings all prices to another scale. False, with nothing changed, where one of them does not fit there.</summary>
    internal bool TryRescale(int from, int to)
    {
        Span<BookLevel> levels = _levels.AsSpan(0, _levelCount);
        if (!BookLevel.CanRescale(levels, from, to))
        {
            return false;
        }

        BookLevel.Rescale(levels, from, to);
        return true;
    }

    internal void Save(StateWriter state)
    {
        state.Write(Count);
        for (int i = 0; i < Count; i++)
        {
            ref readonly PendingDelta delta = ref _deltas[i];
            state.Write(delta.FirstUpdateId);
            state.Write(delta.UpdateId);
            Save(Bids(delta), state);
            Save(Asks(delta), state);
        }
    }

    internal void Load(StateReader state)
    {
        Clear();
        for (int left = state.ReadCount(MaxDeltas); left > 0; left--)
        {
            long first = state.ReadInt64();
            long last = state.ReadInt64();
            _ = TryAdd(first, last, Levels(state), Levels(state));
        }
    }

    private static void Save(ReadOnlySpan<BookLevel> levels, StateWriter state)
    {
        state.Write(levels.Length);
        foreach (ref readonly BookLevel level in levels)
        {
            state.Write(level.Price);
            state.Write(level.Quantity);
            state.Write((level.PriceDecimals << 8) | level.QuantityDecimals);
        }
    }

    private static BookLevel[] Levels(StateReader state)
    {
        BookLevel[] levels = new BookLevel[state.ReadCount(MaxLevels)];
        for (int i = 0; i < levels.Length; i++)
        {
            long price = state.ReadInt64();
            long quantity = state.ReadInt64();
            int decimals = state.ReadCount(ushort.MaxValue);
            levels[i] = new BookLevel(price, quantity, (byte)(decimals >> 8), (byte)(decimals & 0xFF));
        }

        return levels;
    }

    private bool TryAdd(long first, long last, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        int needed = _levelCount + bids.Length + asks.Length;
        if (Count == MaxDeltas || needed > MaxLevels)
        {
            return false;
        }

        if (needed > _levels.Length)
        {
            Array.Resize(ref _levels, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)needed));
        }

        if (Count == _deltas.Length)
        {
            Array.Resize(ref _deltas, Count * 2);
        }

        bids.CopyTo(_levels.AsSpan(_levelCount));
        asks.CopyTo(_levels.AsSpan(_levelCount + bids.Length));
        _deltas[Count++] = new PendingDelta(first, last, _levelCount, bids.Length, asks.Length);
        _levelCount = needed;
        return true;
    }
}

/// <summary>A delta that waits.</summary>
internal readonly record struct PendingDelta(long FirstUpdateId, long UpdateId, int FirstLevel, int BidCount, int AskCount);
