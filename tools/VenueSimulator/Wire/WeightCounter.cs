namespace Artic.VenueSimulator.Wire;

/// <summary>The weight used in the present UTC minute, told to clients and enforced where a limit is given. Thread: one.</summary>
public sealed class WeightCounter
{
    private long _minute;

    /// <summary>Used so far in this minute.</summary>
    public int Used { get; private set; }

    /// <summary>Adds a request's weight.</summary>
    public void Add(ApiRequest request, long utcNs)
    {
        long minute = utcNs / 60_000_000_000;
        bool isOneOrder = request.Parameters.Values.ContainsKey("orderId");
        Used = (minute == _minute ? Used : 0) + Weight(request.Method, isOneOrder);
        _minute = minute;
    }

    private static int Weight(ApiMethod method, bool isOneOrder) => method switch
    {
        ApiMethod.MyTrades when isOneOrder => 5,
        ApiMethod.ExchangeInfo or ApiMethod.AccountStatus or ApiMethod.MyTrades => 20,
        ApiMethod.Depth => 5,
        ApiMethod.OrderStatus => 4,
        ApiMethod.OpenOrdersStatus => 6,
        ApiMethod.UserDataSubscribe or ApiMethod.UserDataUnsubscribe => 2,
        _ => 1,
    };
}
