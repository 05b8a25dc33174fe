using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Accounts;

/// <summary>
/// The account's orders and trades: all open ones, and the most recent closed ones up to a bound. State without clock
/// or I/O. Thread: one.
/// </summary>
public sealed class OrderLedger
{
    /// <summary>Closed orders, and trades, that are kept.</summary>
    public const int Kept = 100_000;

    private readonly SortedDictionary<long, AccountOrder> _open = [];
    private readonly Dictionary<string, AccountOrder> _openByClientId = new(StringComparer.Ordinal);
    private readonly Dictionary<long, AccountOrder> _byId = [];
    private readonly Dictionary<string, AccountOrder> _lastByClientId = new(StringComparer.Ordinal);
    private readonly Queue<AccountOrder> _closed = new();
    private readonly List<AccountTrade> _trades = [];

    /// <summary>Open orders by order id.</summary>
    public IReadOnlyCollection<AccountOrder> Open => _open.Values;

    /// <summary>Trades, oldest first.</summary>
    public IReadOnlyList<AccountTrade> Trades => _trades;

    /// <summary>True while an order of that name is open.</summary>
    public bool IsOpen(string clientOrderId) => _openByClientId.ContainsKey(clientOrderId);

    /// <summary>Adds an accepted order.</summary>
    public void Add(AccountOrder order)
    {
        _open.Add(order.OrderId, order);
        _openByClientId.Add(order.ClientOrderId, order);
        _byId.Add(order.OrderId, order);
        _lastByClientId[order.ClientOrderId] = order;
    }

    /// <summary>Adds a fill.</summary>
    public void Add(AccountTrade trade)
    {
        _trades.Add(trade);
        if (_trades.Count >= 2 * Kept)
        {
            _trades.RemoveRange(0, Kept);
        }
    }

    /// <summary>An order ended; the oldest of too many ended ones is forgotten.</summary>
    public void Close(AccountOrder order)
    {
        _open.Remove(order.OrderId);
        _openByClientId.Remove(order.ClientOrderId);
        _closed.Enqueue(order);
        if (_closed.Count > Kept)
        {
            AccountOrder oldest = _closed.Dequeue();
            _byId.Remove(oldest.OrderId);
            if (_lastByClientId.GetValueOrDefault(oldest.ClientOrderId) == oldest)
            {
                _lastByClientId.Remove(oldest.ClientOrderId);
            }
        }
    }

    /// <summary>By order id, or by client order id (the open one, else the last one), or by both.</summary>
    public AccountOrder? Find(long? orderId, string? clientOrderId)
    {
        AccountOrder? order = orderId is { } id
            ? _byId.GetValueOrDefault(id)
            : _openByClientId.GetValueOrDefault(clientOrderId!) ?? _lastByClientId.GetValueOrDefault(clientOrderId!);
        return clientOrderId is null || order?.ClientOrderId == clientOrderId ? order : null;
    }
}
