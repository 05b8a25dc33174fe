namespace Artic.VenueSimulator.Languages;

/// <summary>Levels with their new quantities, 0 where a level is gone; best first on each side.</summary>
public sealed record BookChanges(
    IReadOnlyList<(long PriceE8, long QuantityE8)> Bids, IReadOnlyList<(long PriceE8, long QuantityE8)> Asks)
{
    /// <summary>True where nothing changed.</summary>
    public bool IsEmpty => Bids.Count == 0 && Asks.Count == 0;
}
