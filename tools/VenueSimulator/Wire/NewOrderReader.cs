using Artic.VenueSimulator.Accounts;
using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Wire;

/// <summary>Reads the parameters of a new order by the venue's rules for each type. Thread: any.</summary>
public static class NewOrderReader
{
    /// <summary>
    /// The order, and the form of reply that is asked for (FULL by default); violations are left in
    /// <see cref="ApiParameters.Error"/>.
    /// </summary>
    public static NewOrder Read(ApiParameters parameters, out string responseType)
    {
        Side? side = WireNames.ParseSide(parameters.Required("side"));
        OrderType? type = WireNames.ParseOrderType(parameters.Required("type"));
        if (side is null)
        {
            parameters.Fail(VenueError.InvalidSide);
        }

        if (type is null)
        {
            parameters.Fail(VenueError.InvalidOrderType);
        }

        TimeInForce timeInForce = ReadTimeInForce(parameters, type ?? OrderType.Limit);
        long priceE8 = ReadPrice(parameters, type ?? OrderType.Limit);
        if (parameters.Optional("quoteOrderQty") is not null)
        {
            parameters.Fail(VenueError.QuoteQuantity);
        }

        long quantityE8 = parameters.RequiredDecimal("quantity");
        string? clientOrderId = parameters.OptionalClientOrderId("newClientOrderId");
        responseType = parameters.Optional("newOrderRespType") ?? "FULL";
        if (responseType is not ("ACK" or "RESULT" or "FULL"))
        {
            parameters.Fail(VenueError.InvalidParameter("newOrderRespType"));
        }

        if (parameters.Optional("selfTradePreventionMode") is not (null or "NONE"))
        {
            parameters.Fail(VenueError.InvalidParameter("selfTradePreventionMode"));
        }

        return new NewOrder(side ?? Side.Buy, type ?? OrderType.Limit, timeInForce, priceE8, quantityE8, clientOrderId);
    }

    private static TimeInForce ReadTimeInForce(ApiParameters parameters, OrderType type)
    {
        if (type != OrderType.Limit)
        {
            parameters.Forbid("timeInForce");
            return TimeInForce.Gtc;
        }

        TimeInForce? timeInForce = WireNames.ParseTimeInForce(parameters.Required("timeInForce"));
        if (timeInForce is null)
        {
            parameters.Fail(VenueError.InvalidTimeInForce);
        }

        return timeInForce ?? TimeInForce.Gtc;
    }

    private static long ReadPrice(ApiParameters parameters, OrderType type)
    {
        if (type != OrderType.Market)
        {
            return parameters.RequiredDecimal("price");
        }

        parameters.Forbid("price");
        return 0;
    }
}
