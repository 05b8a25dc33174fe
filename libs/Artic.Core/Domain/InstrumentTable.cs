namespace Artic.Core.Domain;

/// <summary>
/// What a process holds of each instrument, by the instrument's number in one step: a thousand instruments cost a record
/// no more than one. Immutable. Thread: any; a look allocates nothing.
/// </summary>
/// <typeparam name="T">What is held.</typeparam>
public sealed class InstrumentTable<T>
    where T : class
{
    private readonly T?[] _byId;

    /// <param name="items">One for each instrument.</param>
    /// <param name="idOf">The instrument's number in all records, 1 to 65,535.</param>
    public InstrumentTable(IReadOnlyList<T> items, Func<T, uint> idOf)
    {
        uint largest = 0;
        foreach (T item in items)
        {
            largest = Math.Max(largest, idOf(item));
        }

        _byId = new T?[largest + 1];
        foreach (T item in items)
        {
            _byId[idOf(item)] = item;
        }
    }

    /// <summary>What is held of an instrument; null for one that nobody asked for.</summary>
    public T? Find(uint instrumentId) => instrumentId < (uint)_byId.Length ? _byId[instrumentId] : null;
}
