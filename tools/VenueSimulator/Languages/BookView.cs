using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Languages;

/// <summary>
/// The best levels of a book as one subscriber has been told them. State without clock or I/O. Thread: one.
/// </summary>
/// <param name="depth">Levels a side.</param>
/// <param name="tellsFallen">
/// A level that better ones pushed out of the depth: told as gone, or left to the subscriber, who cuts at the depth.
/// </param>
public sealed class BookView(int depth, bool tellsFallen)
{
    /// <summary>The bids as told, best first.</summary>
    public IReadOnlyList<(long PriceE8, long QuantityE8)> Bids { get; private set; } = [];

    /// <summary>The asks as told, best first.</summary>
    public IReadOnlyList<(long PriceE8, long QuantityE8)> Asks { get; private set; } = [];

    /// <summary>Moves on to the whole book of now, and gives what must be told for it.</summary>
    public BookChanges Update(DepthSnapshot book)
    {
        BookChanges changes = new(Changes(Bids, book.Bids), Changes(Asks, book.Asks));
        Bids = [.. book.Bids.Take(depth)];
        Asks = [.. book.Asks.Take(depth)];
        return changes;
    }

    private List<(long PriceE8, long QuantityE8)> Changes(
        IReadOnlyList<(long PriceE8, long QuantityE8)> told, IReadOnlyList<(long PriceE8, long QuantityE8)> book)
    {
        Dictionary<long, long> before = told.ToDictionary(level => level.PriceE8, level => level.QuantityE8);
        List<(long PriceE8, long QuantityE8)> changes = [];
        for (int i = 0; i < book.Count; i++)
        {
            bool was = before.Remove(book[i].PriceE8, out long quantityE8);
            if (i < depth && (!was || quantityE8 != book[i].QuantityE8))
            {
                changes.Add(book[i]);
            }
            else if (i >= depth && was && tellsFallen)
            {
                changes.Add((book[i].PriceE8, 0));
            }
        }

        changes.AddRange(before.Keys.Select(priceE8 => (priceE8, 0L)));
        return changes;
    }
}
