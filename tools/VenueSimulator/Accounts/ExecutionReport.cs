using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Accounts;

/// <summary>
/// One thing that happened to an order. <see cref="Trade"/> is there for a fill, <see cref="CancelClientOrderId"/> for
/// a cancel. The order is in the state right after it.
/// </summary>
public sealed record ExecutionReport(
    long ExecutionId,
    ExecutionType Type,
    AccountOrder Order,
    AccountTrade? Trade,
    string? CancelClientOrderId,
    long TimeMs);
