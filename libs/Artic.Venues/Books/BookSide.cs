using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Artic.Streams.Steps;

namespace Artic.Venues.Books;

/// <summary>
/// One side of a limit order book, best level first. Levels are in sorted chunks of at most <see cref="ChunkLevels"/>, and
/// a directory holds each chunk's worst price: a change moves a few vectors however deep the book is, which a sorted array
/// does not (six of seven changes of a recorded Binance depth stream insert or remove a level). A chunk is searched and
/// shifted whole, whatever it holds, so that no branch depends on where in it a level is. Thread: one. Allocates only when it
/// grows. Prices and quantities at <see cref="Text.WireDecimal.Scale"/>; a price is below <see cref="long.MaxValue"/>.
/// </summary>
public sealed class BookSide
{
    /// <summary>Levels that are kept at most; beyond, the worst are forgotten.</summary>
    public const int MaxLevels = 1 << 17;

    /// <summary>Levels of a chunk.</summary>
    private const int ChunkLevels = 16;

    /// <summary>Places from one chunk to the next: a shift writes as many behind a place as a chunk has levels.</summary>
    private const int Stride = 2 * ChunkLevels;

    /// <summary>Entries of the directory that are looked at in one step.</summary>
    private const int Glance = 8;

    private const int FirstChunks = 128;

    // A bid's key is what its price lacks to the largest number, an ask's its price: on both sides the best key is the
    // smallest, none is negative, and so no difference of two overflows.
    private readonly long _flip;

    // Of each chunk, by its place in memory. Keys that are not taken are the largest there is.
    private long[] _keys = new long[FirstChunks * Stride];
    private long[] _quantities = new long[FirstChunks * Stride];
    private ushort[] _decimals = new ushort[FirstChunks * Stride];
    private int[] _counts = new int[FirstChunks];
    private int[] _free = new int[FirstChunks];
    private int _freeCount;
    private int _places;

    // The directory, from the best chunk to the worst: where it is in memory, and its worst key, the largest there is behind
    // the last.
    private int[] _order = new int[FirstChunks];
    private long[] _worst = new long[FirstChunks + Glance];
    private int _chunks;

    /// <param name="isBid">The best price is the highest.</param>
    public BookSide(bool isBid)
    {
        _flip = isBid ? long.MaxValue : 0;
        _worst.AsSpan().Fill(long.MaxValue);
    }

    /// <summary>Number of levels.</summary>
    public int Count { get; private set; }

    /// <summary>The best price; 0 for an empty side.</summary>
    public long BestPrice => Count > 0 ? PriceOf(_keys[_order[0] * Stride]) : 0;

    /// <summary>The quantity at the best price; 0 for an empty side.</summary>
    public long BestQuantity => Count > 0 ? _quantities[_order[0] * Stride] : 0;

    /// <summary>Price of the level at <paramref name="depth"/>, 0 the best; below <see cref="Count"/>.</summary>
    public long PriceAt(int depth) => PriceOf(_keys[PlaceOf(depth)]);

    /// <summary>Quantity of the level at <paramref name="depth"/>.</summary>
    public long QuantityAt(int depth) => _quantities[PlaceOf(depth)];

    /// <summary>The level at <paramref name="depth"/>, 0 the best; below <see cref="Count"/>.</summary>
    public BookLevel LevelAt(int depth)
    {
        int place = PlaceOf(depth);
        return new BookLevel(
            PriceOf(_keys[place]), _quantities[place], (byte)(_decimals[place] >> 8), (byte)(_decimals[place] & 0xFF));
    }

    /// <summary>Forgets all levels.</summary>
    public void Clear()
    {
        _worst.AsSpan(0, _chunks).Fill(long.MaxValue);
        Count = _chunks = _places = _freeCount = 0;
    }

    /// <summary>
    /// Sets levels; a quantity of 0 removes one. Of a price that comes twice the last counts. Fastest from the best to the
    /// worst, as venues send them.
    /// </summary>
    public void Set(ReadOnlySpan<BookLevel> levels)
    {
        int position = 0;
        foreach (ref readonly BookLevel level in levels)
        {
            position = Set(level, position);
        }
    }

    /// <summary>Sets the quantity of a price; 0 removes the level.</summary>
    public void Set(in BookLevel level) => Set(level, 0);

    /// <summary>Forgets the levels beyond the best <paramref name="depth"/>.</summary>
    public void Truncate(int depth)
    {
        while (Count > depth)
        {
            int chunk = _order[_chunks - 1];
            int excess = Math.Min(Count - depth, _counts[chunk]);
            _counts[chunk] -= excess;
            Count -= excess;
            _keys.AsSpan((chunk * Stride) + _counts[chunk], excess).Fill(long.MaxValue);
            if (_counts[chunk] == 0)
            {
                DropChunk(_chunks - 1);
            }
            else
            {
                _worst[_chunks - 1] = _keys[(chunk * Stride) + _counts[chunk] - 1];
            }
        }
    }

    /// <summary>Writes all levels, the best first; the same levels give the same bytes, however they came.</summary>
    public void Save(StateWriter state)
    {
        state.Write(Count);
        for (int position = 0; position < _chunks; position++)
        {
            int first = _order[position] * Stride;
            for (int place = first; place < first + _counts[_order[position]]; place++)
            {
                state.Write(PriceOf(_keys[place]));
                state.Write(_quantities[place]);
                state.Write((int)_decimals[place]);
            }
        }
    }

    /// <summary>Takes the levels that another one had.</summary>
    public void Load(StateReader state)
    {
        Clear();
        for (int left = state.ReadCount(MaxLevels); left > 0; left--)
        {
            long price = state.ReadInt64();
            long quantity = state.ReadInt64();
            int decimals = state.ReadCount(ushort.MaxValue);
            Set(new BookLevel(price, quantity, (byte)(decimals >> 8), (byte)(decimals & 0xFF)));
        }
    }

    private static ushort DecimalsOf(in BookLevel level) => (ushort)((level.PriceDecimals << 8) | level.QuantityDecimals);

    /// <summary>
    /// Number of keys below <paramref name="key"/> among sorted ones, without a branch that could be guessed wrongly.
    /// </summary>
    private static int LowerBound(ref long keys, int count, long key)
    {
        unchecked
        {
            nint low = 0;
            nint left = count;
            while (left > 1)
            {
                nint half = left >> 1;
                low += half & (nint)((Unsafe.Add(ref keys, low + half - 1) - key) >> 63);
                left -= half;
            }

            return (int)(low + (left & (nint)((ulong)(Unsafe.Add(ref keys, low) - key) >> 63)));
        }
    }

    /// <summary>
    /// Number of keys below <paramref name="key"/> among the next eight: signs are added up. Without vectors, since a number
    /// that has just been written is then read back without a stall.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EightBelow(ref long keys, long key)
    {
        unchecked
        {
            ulong first = ((ulong)(keys - key) >> 63) + ((ulong)(Unsafe.Add(ref keys, 1) - key) >> 63) +
                ((ulong)(Unsafe.Add(ref keys, 2) - key) >> 63) + ((ulong)(Unsafe.Add(ref keys, 3) - key) >> 63);
            ulong second = ((ulong)(Unsafe.Add(ref keys, 4) - key) >> 63) + ((ulong)(Unsafe.Add(ref keys, 5) - key) >> 63) +
                ((ulong)(Unsafe.Add(ref keys, 6) - key) >> 63) + ((ulong)(Unsafe.Add(ref keys, 7) - key) >> 63);
            return (int)(first + second);
        }
    }

    /// <summary>Shifts a chunk's numbers from a place on by one towards its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ShiftUp(ref long from)
    {
        Vector128<long> a = Vector128.LoadUnsafe(ref from);
        Vector128<long> b = Vector128.LoadUnsafe(ref from, 2);
        Vector128<long> c = Vector128.LoadUnsafe(ref from, 4);
        Vector128<long> d = Vector128.LoadUnsafe(ref from, 6);
        Vector128<long> e = Vector128.LoadUnsafe(ref from, 8);
        Vector128<long> f = Vector128.LoadUnsafe(ref from, 10);
        Vector128<long> g = Vector128.LoadUnsafe(ref from, 12);
        Vector128<long> h = Vector128.LoadUnsafe(ref from, 14);
        a.StoreUnsafe(ref from, 1);
        b.StoreUnsafe(ref from, 3);
        c.StoreUnsafe(ref from, 5);
        d.StoreUnsafe(ref from, 7);
        e.StoreUnsafe(ref from, 9);
        f.StoreUnsafe(ref from, 11);
        g.StoreUnsafe(ref from, 13);
        h.StoreUnsafe(ref from, 15);
    }

    /// <summary>Shifts a chunk's numbers behind a place by one onto it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ShiftDown(ref long to)
    {
        Vector128.LoadUnsafe(ref to, 1).StoreUnsafe(ref to);
        Vector128.LoadUnsafe(ref to, 3).StoreUnsafe(ref to, 2);
        Vector128.LoadUnsafe(ref to, 5).StoreUnsafe(ref to, 4);
        Vector128.LoadUnsafe(ref to, 7).StoreUnsafe(ref to, 6);
        Vector128.LoadUnsafe(ref to, 9).StoreUnsafe(ref to, 8);
        Vector128.LoadUnsafe(ref to, 11).StoreUnsafe(ref to, 10);
        Vector128.LoadUnsafe(ref to, 13).StoreUnsafe(ref to, 12);
        Vector128.LoadUnsafe(ref to, 15).StoreUnsafe(ref to, 14);
    }

    private long PriceOf(long key) => key ^ _flip;

    private int PlaceOf(int depth)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)depth, (uint)Count, nameof(depth));
        int position = 0;
        while (depth >= _counts[_order[position]])
        {
            depth -= _counts[_order[position++]];
        }

        return (_order[position] * Stride) + depth;
    }

    /// <summary>Sets a level; the search for its chunk begins at a position of the directory. Gives the chunk's position.</summary>
    private int Set(in BookLevel level, int from)
    {
        unchecked
        {
            long key = level.Price ^ _flip;
            int position = PositionOf(key, from);
            if (position == _chunks)
            {
                if (level.Quantity != 0)
                {
                    Append(key, level);
                }

                return position > 0 ? position - 1 : 0;
            }

            int chunk = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_order), position);
            ref long keys = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_keys), chunk * Stride);
            int at = EightBelow(ref keys, key) + EightBelow(ref Unsafe.Add(ref keys, 8), key);

            // The chunk's worst key is not better than this one: there is a level at this place.
            bool isThere = Unsafe.Add(ref keys, at) == key;
            if (level.Quantity == 0)
            {
                if (isThere)
                {
                    Remove(position, chunk, at);
                }
            }
            else if (isThere)
            {
                int place = (chunk * Stride) + at;
                Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_quantities), place) = level.Quantity;
                Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_decimals), place) = DecimalsOf(level);
            }
            else
            {
                Insert(position, chunk, at, key, level);
            }

            return position;
        }
    }

    /// <summary>The first chunk whose worst key is not below <paramref name="key"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PositionOf(long key, int from)
    {
        unchecked
        {
            ref long worst = ref MemoryMarshal.GetArrayDataReference(_worst);
            if (from > 0 && Unsafe.Add(ref worst, from - 1) >= key)
            {
                from = 0;
            }

            int found = EightBelow(ref Unsafe.Add(ref worst, from), key);
            if (found < Glance)
            {
                return from + found;
            }

            from += Glance;
            return from + (from < _chunks ? LowerBound(ref Unsafe.Add(ref worst, from), _chunks - from, key) : 0);
        }
    }

    /// <summary>A level that is worse than all others.</summary>
    private void Append(long key, in BookLevel level)
    {
        if (Count == MaxLevels)
        {
            return;
        }

        if (_chunks == 0 || _counts[_order[_chunks - 1]] == ChunkLevels)
        {
            _ = AddChunk(_chunks);
        }

        int chunk = _order[_chunks - 1];
        Put((chunk * Stride) + _counts[chunk], key, level);
        _counts[chunk]++;
        _worst[_chunks - 1] = key;
        Count++;
    }

    private void Insert(int position, int chunk, int at, long key, in BookLevel level)
    {
        int count = _counts[chunk];
        if (count == ChunkLevels)
        {
            InsertIntoFull(position, chunk, at, key, level);
            return;
        }

        int place = (chunk * Stride) + at;
        ShiftUp(ref _keys[place]);
        ShiftUp(ref _quantities[place]);
        ref ushort decimals = ref _decimals[place];
        Vector128<ushort> first = Vector128.LoadUnsafe(ref decimals);
        Vector128<ushort> second = Vector128.LoadUnsafe(ref decimals, 8);
        first.StoreUnsafe(ref decimals, 1);
        second.StoreUnsafe(ref decimals, 9);
        Put(place, key, level);
        _counts[chunk] = count + 1;
        Count++;
    }

    private void InsertIntoFull(int position, int chunk, int at, long key, in BookLevel level)
    {
        if (Count == MaxLevels)
        {
            Truncate(MaxLevels - 1);
            _ = Set(level, 0);
            return;
        }

        // The upper half goes to a chunk of its own.
        const int half = ChunkLevels / 2;
        int upper = AddChunk(position + 1);
        int from = (chunk * Stride) + half;
        int to = upper * Stride;
        _keys.AsSpan(from, half).CopyTo(_keys.AsSpan(to));
        _quantities.AsSpan(from, half).CopyTo(_quantities.AsSpan(to));
        _decimals.AsSpan(from, half).CopyTo(_decimals.AsSpan(to));
        _keys.AsSpan(from, half).Fill(long.MaxValue);
        _counts[chunk] = _counts[upper] = half;
        _worst[position + 1] = _worst[position];
        _worst[position] = _keys[from - 1];
        if (at > half)
        {
            Insert(position + 1, upper, at - half, key, level);
        }
        else
        {
            Insert(position, chunk, at, key, level);

            // At the seam it is the lower half's last.
            _worst[position] = _keys[(chunk * Stride) + half];
        }
    }

    private void Remove(int position, int chunk, int at)
    {
        Count--;
        int left = --_counts[chunk];
        if (left == 0)
        {
            DropChunk(position);
            return;
        }

        int place = (chunk * Stride) + at;
        ShiftDown(ref _keys[place]);
        ShiftDown(ref _quantities[place]);
        ref ushort decimals = ref _decimals[place];
        Vector128.LoadUnsafe(ref decimals, 1).StoreUnsafe(ref decimals);
        Vector128.LoadUnsafe(ref decimals, 9).StoreUnsafe(ref decimals, 8);
        _worst[position] = _keys[(chunk * Stride) + left - 1];
    }

    private void Put(int place, long key, in BookLevel level)
    {
        _keys[place] = key;
        _quantities[place] = level.Quantity;
        _decimals[place] = DecimalsOf(level);
    }

    /// <summary>Makes an empty chunk at a position of the directory; gives its place in memory.</summary>
    private int AddChunk(int position)
    {
        int chunk = _freeCount > 0 ? _free[--_freeCount] : _places++;
        if (_places > _counts.Length)
        {
            int chunks = _counts.Length * 2;
            Array.Resize(ref _keys, chunks * Stride);
            Array.Resize(ref _quantities, chunks * Stride);
            Array.Resize(ref _decimals, chunks * Stride);
            Array.Resize(ref _counts, chunks);
            Array.Resize(ref _free, chunks);
            Array.Resize(ref _order, chunks);
            Array.Resize(ref _worst, chunks + Glance);
            _worst.AsSpan(_chunks).Fill(long.MaxValue);
        }

        _order.AsSpan(position, _chunks - position).CopyTo(_order.AsSpan(position + 1));
        _worst.AsSpan(position, _chunks - position).CopyTo(_worst.AsSpan(position + 1));
        _order[position] = chunk;
        _keys.AsSpan(chunk * Stride, Stride).Fill(long.MaxValue);
        _counts[chunk] = 0;
        _chunks++;
        return chunk;
    }

    private void DropChunk(int position)
    {
        _free[_freeCount++] = _order[position];
        _chunks--;
        _order.AsSpan(position + 1, _chunks - position).CopyTo(_order.AsSpan(position));
        _worst.AsSpan(position + 1, _chunks - position).CopyTo(_worst.AsSpan(position));
        _worst[_chunks] = long.MaxValue;
    }
}
