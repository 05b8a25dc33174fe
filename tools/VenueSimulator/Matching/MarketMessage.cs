namespace Artic.VenueSimulator.Matching;

/// <summary>
/// One message of a market stream, encoded once: the combined form <c>{"stream":..,"data":..}</c>, in which the raw
/// form is a slice. Nobody changes the bytes.
/// </summary>
public sealed record MarketMessage(StreamKind Kind, byte[] CombinedBytes, int RawOffset, int RawLength)
{
    /// <summary>The trade that it tells; null where it tells none.</summary>
    public PublicTrade? Trade { get; init; }

    /// <summary>As <c>/stream</c> connections get it.</summary>
    public ReadOnlyMemory<byte> Combined => CombinedBytes;

    /// <summary>As <c>/ws</c> connections get it.</summary>
    public ReadOnlyMemory<byte> Raw => CombinedBytes.AsMemory(RawOffset, RawLength);
}
