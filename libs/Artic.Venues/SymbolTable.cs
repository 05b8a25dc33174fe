using System.Numerics;

namespace Artic.Venues;

/// <summary>
/// Finds what belongs to a symbol by the symbol's bytes as they stand in a frame: a hash table with open addressing, at most a
/// quarter full. Thread: one that adds, while nobody looks; any that look. A look allocates nothing, nor does adding within the
/// capacity.
/// </summary>
public sealed class SymbolTable<T>
    where T : class
{
    private const int LeastSlots = 16;
    private const int SlotsPerSymbol = 4;

    private Entry[] _slots;

    /// <param name="capacity">So many symbols fit before it grows.</param>
    public SymbolTable(int capacity) =>
        _slots = new Entry[BitOperations.RoundUpToPowerOf2((uint)Math.Max(LeastSlots, capacity * SlotsPerSymbol))];

    /// <summary>Number of symbols.</summary>
    public int Count { get; private set; }

    /// <summary>Adds what belongs to a symbol that is not there yet.</summary>
    public void Add(byte[] symbol, T value)
    {
        if ((Count + 1) * SlotsPerSymbol > _slots.Length)
        {
            Entry[] before = _slots;
            _slots = new Entry[before.Length * 2];
            foreach (Entry entry in before)
            {
                if (entry.Value != null)
                {
                    _slots[PlaceOf(entry.Symbol)] = entry;
                }
            }
        }

        _slots[PlaceOf(symbol)] = new Entry(symbol, value);
        Count++;
    }

    /// <summary>What belongs to a symbol; null for one that nobody added.</summary>
    public T? Find(ReadOnlySpan<byte> symbol) => _slots[PlaceOf(symbol)].Value;

    /// <summary>The slot of a symbol, or the empty one where it would be: FNV-1a, 32 bits (Fowler, Noll and Vo).</summary>
    private int PlaceOf(ReadOnlySpan<byte> symbol)
    {
        uint hash = 2_166_136_261;
        foreach (byte letter in symbol)
        {
            hash = unchecked((hash ^ letter) * 16_777_619);
        }

        int at = (int)(hash & (uint)(_slots.Length - 1));
        while (_slots[at].Value != null && !symbol.SequenceEqual(_slots[at].Symbol))
        {
            at = (at + 1) & (_slots.Length - 1);
        }

        return at;
    }

    private readonly record struct Entry(byte[] Symbol, T? Value);
}
