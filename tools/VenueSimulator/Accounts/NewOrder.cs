using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Accounts;

/// <summary>An order as asked for; <see cref="ClientOrderId"/> null lets the venue choose one.</summary>
public sealed record NewOrder(
    Side Side,
    OrderType Type,
    TimeInForce TimeInForce,
    long PriceE8,
    long QuantityE8,
    string? ClientOrderId);
