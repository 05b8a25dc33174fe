namespace Artic.VenueSimulator.Options;

/// <summary>The venue whose market data is mirrored: where its streams are, and its REST.</summary>
public sealed record MirrorOptions(Uri Streams, Uri Rest);
