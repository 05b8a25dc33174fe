using Artic.V1;

namespace Artic.MarketData.Connections;

/// <summary>A REST document and what it is.</summary>
/// <param name="Channel">What was asked.</param>
/// <param name="InstrumentId">For which instrument; 0: for several.</param>
/// <param name="Path">Under which path.</param>
/// <param name="Body">The body as it came.</param>
public readonly record struct FetchedDocument(FrameChannel Channel, uint InstrumentId, string Path, byte[] Body);
