using Artic.V1;

namespace Artic.Database.Ledger;

/// <summary>A position as it was at some time.</summary>
/// <param name="Kind">start, hour or stop.</param>
/// <param name="TakenNs">When: UTC, nanoseconds since 1970.</param>
/// <param name="Position">The last record of it at that time.</param>
public sealed record PositionSnapshot(string Kind, long TakenNs, Stamped<Position> Position);
