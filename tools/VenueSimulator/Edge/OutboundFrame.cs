namespace Artic.VenueSimulator.Edge;

/// <summary>A message on its way out; <paramref name="IsBinary"/> only where a fault wants it.</summary>
public readonly record struct OutboundFrame(ReadOnlyMemory<byte> Message, bool IsBinary);
