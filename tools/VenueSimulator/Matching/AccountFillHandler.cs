using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// Called for each fill of an order of the account, as it happens; it must not change the order flow.
/// </summary>
public delegate void AccountFillHandler(AccountOrder order, long priceE8, long quantityE8, long tradeId, bool isMaker);
