using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Artic.Streams.Steps;

namespace Artic.Venues.Books;

/// <summary>
/// One side of a limit order book, best level first. Levels are in chunks of at most sixteen, and a directory in order holds
/// the worst key that may be in each: a change touches one chunk however deep the book is (six of seven changes of a recorded
/// Binance depth stream insert or remove a level). Within its chunk a level stays where it was put; only sixteen bytes that
/// say the order move. Insert, remove and replace are the same instructions, since which of them comes cannot be guessed.
/// Thread: one. Allocates only when it grows. Prices and quantities at <see cref="Text.WireDecimal.Scale"/>; a price is above
/// 0 and below <see cref="long.MaxValue"/>.
/// </summary>
public sealed unsafe class BookSide
{
    /// <summary>Levels that are kept at most; beyond, the worst are forgotten.</summary>
    public const int MaxLevels = 1 << 17;

    /// <summary>Places of a chunk: each is one bit of a mask.</summary>
    private const int ChunkLevels = 16;
    private const uint AllPlaces = 0xFFFF;

    /// <summary>Entries of the directory that are looked at in one step.</summary>
    private const int Glance = 8;

    /// <summary>The same where it is not among those: one level in eight of a recorded stream is as far from the one before it.</summary>
    private const int Stride = 4 * Glance;

    private const int FirstChunks = 16;

    private static readonly byte[] s_moves = MakeMoves();

    // Of its own, so that no look is needed whether the shared one has been made.
    private readonly byte[] _moves = s_moves;

    // A bid's key is what its price lacks to the largest number, an ask's its price: on both sides the best key is the
    // smallest, none is negative, and the largest number is no key: it stands in places that are free.
    private readonly long _flip;

    // The array holds the memory; it is pinned.
    private byte[] _memory;
    private Chunk* _chunks;
    private int[] _free = new int[FirstChunks];
    private int _freeCount;
    private int _used;

    // The directory: which chunk, and the worst key that belongs there; the last takes all that is worse. Never empty.
    private int[] _order = new int[FirstChunks];
    private long[] _bounds = new long[FirstChunks + Stride];
    private int _positions;

    /// <param name="isBid">The best price is the highest.</param>
    public BookSide(bool isBid)
    {
        _flip = isBid ? long.MaxValue : 0;
        _memory = Allocate(FirstChunks, out _chunks);
        Clear();
    }

    /// <summary>Number of levels.</summary>
    public int Count { get; private set; }

    /// <summary>The best price; 0 for an empty side.</summary>
    public long BestPrice => Count > 0 ? PriceOf(_chunks[_order[0]].Keys[_chunks[_order[0]].Ranks[0]]) : 0;

    /// <summary>The quantity at the best price; 0 for an empty side.</summary>
    public long BestQuantity => Count > 0 ? LevelAt(0).Quantity : 0;

    /// <summary>The level at <paramref name="depth"/>, 0 the best; below <see cref="Count"/>.</summary>
    public BookLevel LevelAt(int depth)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)depth, (uint)Count, nameof(depth));
        int position = 0;
        while (depth >= LevelsOf(_chunks[_order[position]]))
        {
            depth -= LevelsOf(_chunks[_order[position++]]);
        }

        return LevelOf(_chunks[_order[position]], depth);
    }

    /// <summary>The best <paramref name="most"/> levels, or all where there are fewer; until the next change.</summary>
    public Walk Best(int most) => new(this, Math.Min(most, Count));

    /// <summary>Forgets all levels.</summary>
    public void Clear()
    {
        Count = _freeCount = _used = _positions = 0;
        _bounds.AsSpan().Fill(long.MaxValue);
        _ = AddChunk(0);
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
    public void Set(in BookLevel level) => _ = Set(level, 0);

    /// <summary>Sets the levels at the prices of others to what they are, where there are any: nothing changes, and what a change of these
    /// needs comes into the caches.</summary>
    public void SetAgain(ReadOnlySpan<BookLevel> others)
    {
        int position = 0;
        foreach (ref readonly BookLevel other in others)
        {
            long key = other.Price ^ _flip;
            Vector256<long> wanted = Vector256.Create(key);
            position = PositionOf(wanted, key, position);
            Chunk* chunk = _chunks + _order[position];
            uint same = Same(ref chunk->Keys[0], wanted);
            position = Set(
                same == 0 ? new BookLevel(other.Price, 0, 0, 0) : LevelIn(*chunk, BitOperations.TrailingZeroCount(same)), position);
        }
    }

    /// <summary>Forgets the levels beyond the best <paramref name="depth"/>.</summary>
    public void Truncate(int depth)
    {
        while (Count > depth)
        {
            int position = _positions - 1;
            ref Chunk chunk = ref _chunks[_order[position]];
            int left = LevelsOf(chunk);
            if (left <= Count - depth && position > 0)
            {
                DropChunk(position);
                continue;
            }

            for (; left > 0 && Count > depth; left--)
            {
                Free(ref chunk, chunk.Ranks[left - 1]);
            }
        }
    }

    /// <summary>Writes all levels, the best first; the same levels give the same bytes, however they came.</summary>
    public void Save(StateWriter state)
    {
        state.Write(Count);
        foreach (BookLevel level in Best(Count))
        {
            state.Write(level.Price);
            state.Write(level.Quantity);
            state.Write((int)level.Decimals);
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

    private static byte[] Allocate(int chunks, out Chunk* aligned)
    {
        byte[] memory = GC.AllocateUninitializedArray<byte>((chunks * sizeof(Chunk)) + Chunk.Alignment, pinned: true);
        nuint begin = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
        aligned = (Chunk*)((begin + Chunk.Alignment - 1) & ~(nuint)(Chunk.Alignment - 1));
        return memory;
    }

    private static int LevelsOf(in Chunk chunk) => ChunkLevels - BitOperations.PopCount(chunk.Free);

    /// <summary>
    /// For each of four kinds (bit 1: the level is there, bit 0: it shall not be) and each rank: where each byte of the order
    /// comes from; 128: the level's own place belongs there.
    /// </summary>
    private static byte[] MakeMoves()
    {
        byte[] moves = new byte[4 * ChunkLevels * ChunkLevels];
        for (int i = 0; i < moves.Length; i++)
        {
            int kind = i / (ChunkLevels * ChunkLevels);
            int rank = i / ChunkLevels % ChunkLevels;
            int at = i % ChunkLevels;
            moves[i] = (byte)(kind switch
            {
                0 => at == rank ? 128 : at > rank ? at - 1 : at,
                3 => at >= rank ? Math.Min(at + 1, ChunkLevels - 1) : at,
                _ => at,
            });
        }

        return moves;
    }

    /// <summary>A bit for each of eight numbers: it is below the wanted one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint EightBelow(ref long numbers, Vector256<long> wanted) =>
        Vector256.LessThan(Vector256.LoadUnsafe(ref numbers), wanted).ExtractMostSignificantBits() |
        (Vector256.LessThan(Vector256.LoadUnsafe(ref numbers, 4), wanted).ExtractMostSignificantBits() << 4);

    /// <summary>A bit for each of sixteen keys: it is the wanted one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Same(ref long keys, Vector256<long> wanted) =>
        Vector256.Equals(Vector256.LoadUnsafe(ref keys), wanted).ExtractMostSignificantBits() |
        (Vector256.Equals(Vector256.LoadUnsafe(ref keys, 4), wanted).ExtractMostSignificantBits() << 4) |
        (Vector256.Equals(Vector256.LoadUnsafe(ref keys, 8), wanted).ExtractMostSignificantBits() << 8) |
        (Vector256.Equals(Vector256.LoadUnsafe(ref keys, 12), wanted).ExtractMostSignificantBits() << 12);

    /// <summary>
    /// Writes one key as the whole vector that it is in: the next look at it would wait for a narrower write.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutKey(ref long keys, int place, long key)
    {
        nuint four = (uint)place & ~3u;
        Vector256<long> lane = Vector256.Equals(Vector256.Create((long)(place & 3)), Vector256.Create(0L, 1, 2, 3));
        Vector256.ConditionalSelect(lane, Vector256.Create(key), Vector256.LoadUnsafe(ref keys, four)).StoreUnsafe(ref keys, four);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Shuffle(Vector128<byte> bytes, Vector128<byte> from) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(bytes, from) : Vector128.Shuffle(bytes, from);

    private long PriceOf(long key) => key ^ _flip;

    private BookLevel LevelOf(in Chunk chunk, int rank) => LevelIn(chunk, chunk.Ranks[rank]);

    private BookLevel LevelIn(in Chunk chunk, int place) => new(
        PriceOf(chunk.Keys[place]), chunk.Quantities[place], (byte)(chunk.Decimals[place] >> 8), (byte)(chunk.Decimals[place] & 0xFF));

    /// <summary>Sets a level; the search for its chunk begins at a position of the directory. Gives the chunk's position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Set(in BookLevel level, int from)
    {
        unchecked
        {
            long key = level.Price ^ _flip;
            Vector256<long> wanted = Vector256.Create(key);
            int position = PositionOf(wanted, key, from);
            Chunk* chunk = _chunks + Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_order), position);
            ref long keys = ref chunk->Keys[0];
            uint same = Same(ref keys, wanted);
            uint free = chunk->Free;
            if ((same | free) == 0)
            {
                return SetInFull(position, level);
            }

            // All ones where the level is not there, and where it shall not be there.
            uint isNew = (uint)((int)(same - 1) >> 31);
            long isGone = (level.Quantity - 1) >> 63;
            uint bit = same | (free & isNew);
            bit &= 0 - bit;
            int place = BitOperations.TrailingZeroCount(bit);
            int rank = BitOperations.PopCount(EightBelow(ref keys, wanted) | (EightBelow(ref Unsafe.Add(ref keys, 8), wanted) << 8));
            PutKey(ref keys, place, (key | isGone) & long.MaxValue);
            chunk->Quantities[place] = level.Quantity;
            chunk->Decimals[place] = level.Decimals;

            // There is a free place or the level is there: at most fifteen keys are below.
            uint kind = ((isNew + 1) << 1) | (uint)(isGone & 1);
            Vector128<byte> moves = Vector128.LoadUnsafe(
                ref MemoryMarshal.GetArrayDataReference(_moves), ((kind * ChunkLevels) + (uint)rank) * ChunkLevels);
            Vector128<byte> own = Vector128.LessThan(moves.AsSByte(), Vector128<sbyte>.Zero).AsByte() & Vector128.Create((byte)place);
            (Shuffle(Vector128.Load(chunk->Ranks), moves) | own).Store(chunk->Ranks);
            uint left = (free & ~bit) | (bit & (uint)isGone);
            chunk->Free = left;
            Count += BitOperations.PopCount(free) - BitOperations.PopCount(left);
            if (left != AllPlaces)
            {
                return position;
            }

            DropChunk(position);
            return 0;
        }
    }

    /// <summary>The first chunk whose bound is not below the key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PositionOf(Vector256<long> wanted, long key, int from)
    {
        unchecked
        {
            ref long bounds = ref MemoryMarshal.GetArrayDataReference(_bounds);
            if (from > 0 && Unsafe.Add(ref bounds, from - 1) >= key)
            {
                from = 0;
            }

            int found = BitOperations.PopCount(EightBelow(ref Unsafe.Add(ref bounds, from), wanted));
            return found < Glance ? from + found : FarPositionOf(ref bounds, wanted, key, from + Glance);
        }
    }

    /// <summary>Behind the directory's end no bound is below a key.</summary>
    private static int FarPositionOf(ref long bounds, Vector256<long> wanted, long key, int from)
    {
        unchecked
        {
            while (Unsafe.Add(ref bounds, from + Stride - 1) < key)
            {
                from += Stride;
            }

            ref long near = ref Unsafe.Add(ref bounds, from);
            return from + BitOperations.PopCount(
                EightBelow(ref near, wanted) | (EightBelow(ref Unsafe.Add(ref near, Glance), wanted) << 8) |
                (EightBelow(ref Unsafe.Add(ref near, 2 * Glance), wanted) << 16) | (EightBelow(ref Unsafe.Add(ref near, 3 * Glance), wanted) << 24));
        }
    }

    /// <summary>Sets a level in a chunk that has no place left and does not have it.</summary>
    private int SetInFull(int position, in BookLevel level)
    {
        if (level.Quantity == 0)
        {
            return position;
        }

        long key = level.Price ^ _flip;
        if (Count == MaxLevels)
        {
            ref readonly Chunk worst = ref _chunks[_order[_positions - 1]];
            if (LevelsOf(worst) > 0 && key > worst.Keys[worst.Ranks[LevelsOf(worst) - 1]])
            {
                return position;
            }

            Truncate(MaxLevels - 1);
        }
        else
        {
            Split(position, key);
        }

        return Set(level, 0);
    }

    /// <summary>
    /// Gives the worse half of a full chunk a chunk of its own; where the new key is worse than all, as when a book is filled
    /// from the best on, the chunk stays full and an empty one follows.
    /// </summary>
    private void Split(int position, long key)
    {
        int added = AddChunk(position + 1);
        ref Chunk whole = ref _chunks[_order[position]];
        ref Chunk half = ref _chunks[added];
        _bounds[position + 1] = _bounds[position];
        int kept = key > whole.Keys[whole.Ranks[ChunkLevels - 1]] ? ChunkLevels : ChunkLevels / 2;
        for (int rank = kept; rank < ChunkLevels; rank++)
        {
            int place = whole.Ranks[rank];
            int to = rank - kept;
            half.Keys[to] = whole.Keys[place];
            half.Quantities[to] = whole.Quantities[place];
            half.Decimals[to] = whole.Decimals[place];
            half.Ranks[to] = (byte)to;
            half.Free &= ~(1u << to);
            whole.Keys[place] = long.MaxValue;
            whole.Free |= 1u << place;
        }

        _bounds[position] = whole.Keys[whole.Ranks[kept - 1]];
    }

    private void Free(ref Chunk chunk, int place)
    {
        chunk.Keys[place] = long.MaxValue;
        chunk.Free |= 1u << place;
        Count--;
    }

    /// <summary>Makes an empty chunk at a position of the directory, which takes all that is worse; gives its number.</summary>
    private int AddChunk(int position)
    {
        int chunk = _freeCount > 0 ? _free[--_freeCount] : _used++;
        if (_used > _order.Length)
        {
            int chunks = _order.Length * 2;
            byte[] memory = Allocate(chunks, out Chunk* aligned);
            new ReadOnlySpan<Chunk>(_chunks, _order.Length).CopyTo(new Span<Chunk>(aligned, chunks));
            _memory = memory;
            _chunks = aligned;
            Array.Resize(ref _free, chunks);
            Array.Resize(ref _order, chunks);
            Array.Resize(ref _bounds, chunks + Stride);
            _bounds.AsSpan(_positions).Fill(long.MaxValue);
        }

        _order.AsSpan(position, _positions - position).CopyTo(_order.AsSpan(position + 1));
        _bounds.AsSpan(position, _positions - position).CopyTo(_bounds.AsSpan(position + 1));
        _order[position] = chunk;
        _bounds[position] = long.MaxValue;
        _positions++;
        _chunks[chunk].Clear();
        return chunk;
    }

    /// <summary>Takes a chunk and its levels out; the only one is emptied. What belonged there belongs to the next.</summary>
    private void DropChunk(int position)
    {
        ref Chunk chunk = ref _chunks[_order[position]];
        Count -= LevelsOf(chunk);
        if (_positions == 1)
        {
            chunk.Clear();
            return;
        }

        _free[_freeCount++] = _order[position];
        _positions--;
        _order.AsSpan(position + 1, _positions - position).CopyTo(_order.AsSpan(position));
        _bounds.AsSpan(position + 1, _positions - position).CopyTo(_bounds.AsSpan(position));
        _bounds[_positions] = long.MaxValue;
        _bounds[_positions - 1] = long.MaxValue;
    }

    /// <summary>Goes through the best levels of a side, the best first.</summary>
    public ref struct Walk
    {
        private readonly BookSide _side;
        private int _left;
        private int _position;
        private int _rank;
        private int _levels;

        internal Walk(BookSide side, int most)
        {
            _side = side;
            _left = most;
            _position = -1;
        }

        /// <summary>The level in hand.</summary>
        public readonly BookLevel Current => _side.LevelOf(_side._chunks[_side._order[_position]], _rank);

        /// <summary>For <c>foreach</c>.</summary>
        public readonly Walk GetEnumerator() => this;

        /// <summary>Takes the next level in hand; false behind the last.</summary>
        public bool MoveNext()
        {
            if (_left-- <= 0)
            {
                return false;
            }

            if (++_rank >= _levels)
            {
                _rank = 0;
                _levels = LevelsOf(_side._chunks[_side._order[++_position]]);
            }

            return true;
        }
    }

    /// <summary>Sixteen places for levels, in no order but that of <see cref="Ranks"/>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Chunk
    {
        internal const int Alignment = 64;

        /// <summary>Keys; the largest number in places that are free.</summary>
        internal fixed long Keys[ChunkLevels];

        internal fixed long Quantities[ChunkLevels];

        /// <summary>Decimals of the price times 256, and of the quantity.</summary>
        internal fixed ushort Decimals[ChunkLevels];

        /// <summary>The places from the best level to the worst; behind the last, anything.</summary>
        internal fixed byte Ranks[ChunkLevels];

        /// <summary>A bit for each place that is free.</summary>
        internal uint Free;

        // To whole cache lines: a chunk begins with one.
        private fixed byte _rest[12];

        internal void Clear()
        {
            Free = AllPlaces;
            for (int place = 0; place < ChunkLevels; place++)
            {
                Keys[place] = long.MaxValue;
                Ranks[place] = 0;
            }
        }
    }
}
