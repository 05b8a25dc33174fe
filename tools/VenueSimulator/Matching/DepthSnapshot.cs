namespace Artic.VenueSimulator.Matching;

/// <summary>The book at one update id: levels of both sides, best first.</summary>
public sealed record DepthSnapshot(
    long LastUpdateId,
    IReadOnlyList<(long PriceE8, long QuantityE8)> Bids,
    IReadOnlyList<(long PriceE8, long QuantityE8)> Asks);
