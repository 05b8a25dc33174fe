namespace Artic.MarketData.Venues;

/// <summary>A document to GET.</summary>
/// <param name="Path">Path and query, under the venue's REST address.</param>
/// <param name="Weight">What the venue counts for it.</param>
public readonly record struct RestRequest(string Path, int Weight);
