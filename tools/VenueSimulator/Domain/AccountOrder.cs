namespace Artic.VenueSimulator.Domain;

/// <summary>An accepted order of the account. Thread: the engine's only.</summary>
public sealed class AccountOrder
{
    /// <summary>The venue's number, rising from 1.</summary>
    public required long OrderId { get; init; }

    /// <summary>The account's own name for it; unique among open orders.</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>Buy or sell.</summary>
    public required Side Side { get; init; }

    /// <summary>Limit, limit maker or market.</summary>
    public required OrderType Type { get; init; }

    /// <summary>GTC where the type has none.</summary>
    public required TimeInForce TimeInForce { get; init; }

    /// <summary>Limit price; 0 for a market order.</summary>
    public required long PriceE8 { get; init; }

    /// <summary>Quantity asked for.</summary>
    public required long QuantityE8 { get; init; }

    /// <summary>When it was accepted, UTC ms.</summary>
    public required long CreatedMs { get; init; }

    /// <summary>When it last changed, UTC ms.</summary>
    public long UpdatedMs { get; set; }

    /// <summary>Traded so far.</summary>
    public long ExecutedE8 { get; set; }

    /// <summary>Quote amount traded so far.</summary>
    public long ExecutedQuoteE8 { get; set; }

    /// <summary>Still locked for it: quote for a buy, base for a sell.</summary>
    public long LockedE8 { get; set; }

    /// <summary>Where it stands.</summary>
    public OrderStatus Status { get; set; } = OrderStatus.New;

    /// <summary>Its fills, in the order in which they happened.</summary>
    public List<AccountTrade> Trades { get; } = [];

    /// <summary>Not yet traded.</summary>
    public long RemainingE8 => QuantityE8 - ExecutedE8;

    /// <summary>True while it can still trade.</summary>
    public bool IsOpen => Status is OrderStatus.New or OrderStatus.PartiallyFilled;

    /// <summary>The worst price at which it may trade; a market order takes any.</summary>
    public long LimitE8 => Type != OrderType.Market ? PriceE8 : Side == Side.Buy ? long.MaxValue : 0;
}
