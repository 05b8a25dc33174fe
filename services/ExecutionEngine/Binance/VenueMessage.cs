namespace Artic.ExecutionEngine.Binance;

/// <summary>One parsed message of the order API, used again for the next. Thread: the loop's.</summary>
public sealed class VenueMessage
{
    /// <summary>Fills or trades that one message may carry.</summary>
    public const int MaxTrades = 1000;

    private readonly byte[] _requestId = new byte[40];
    private readonly byte[] _clientOrderId = new byte[40];
    private readonly byte[] _originalClientOrderId = new byte[40];
    private readonly byte[] _status = new byte[24];
    private readonly byte[] _executionType = new byte[24];
    private int _requestIdLength;
    private int _clientOrderIdLength;
    private int _originalClientOrderIdLength;
    private int _statusLength;
    private int _executionTypeLength;

    /// <summary>The request that this answers; empty for an event.</summary>
    public ReadOnlySpan<byte> RequestId => _requestId.AsSpan(0, _requestIdLength);

    /// <summary>Client order id; of a cancel's report the cancel's own.</summary>
    public ReadOnlySpan<byte> ClientOrderId => _clientOrderId.AsSpan(0, _clientOrderIdLength);

    /// <summary>Client order id of the cancelled order, where the message is about a cancel.</summary>
    public ReadOnlySpan<byte> OriginalClientOrderId => _originalClientOrderId.AsSpan(0, _originalClientOrderIdLength);

    /// <summary>Order status in the venue's words.</summary>
    public ReadOnlySpan<byte> OrderStatus => _status.AsSpan(0, _statusLength);

    /// <summary>Execution type of a report in the venue's words.</summary>
    public ReadOnlySpan<byte> ExecutionType => _executionType.AsSpan(0, _executionTypeLength);

    /// <summary>HTTP-like status of an answer; 0 for an event.</summary>
    public int Status { get; set; }

    /// <summary>The venue's error; 0: none.</summary>
    public int ErrorCode { get; set; }

    /// <summary>An execution report.</summary>
    public bool IsExecutionReport { get; set; }

    /// <summary>The venue's order number.</summary>
    public long OrderId { get; set; }

    /// <summary>Filled so far.</summary>
    public long ExecutedQuantity { get; set; }

    /// <summary>The venue's time, UTC nanoseconds.</summary>
    public long TimeNs { get; set; }

    /// <summary>Fills of an answer, the trade of a report, or the trades that were asked for.</summary>
    public VenueTrade[] Trades { get; } = new VenueTrade[MaxTrades];

    /// <summary>Number of trades.</summary>
    public int TradeCount { get; set; }

    /// <summary>Balances of an account.</summary>
    public List<VenueBalance> Balances { get; } = new(64);

    /// <summary>The open orders of an instrument that were asked for, or the orders that were cancelled together.</summary>
    public List<VenueOrder> Orders { get; } = new(1024);

    /// <summary>The trade that is being read.</summary>
    public ref VenueTrade Trade => ref Trades[TradeCount];

    /// <summary>Makes it ready for the next message.</summary>
    public void Clear()
    {
        _requestIdLength = _clientOrderIdLength = _originalClientOrderIdLength = _statusLength = _executionTypeLength = 0;
        Status = ErrorCode = TradeCount = 0;
        IsExecutionReport = false;
        OrderId = ExecutedQuantity = TimeNs = 0;
        Trades[0] = default;
        Balances.Clear();
        Orders.Clear();
    }

    /// <summary>Takes the request's id; false where it is longer than any of ours.</summary>
    public bool TrySetRequestId(ReadOnlySpan<byte> text) => TrySet(text, _requestId, ref _requestIdLength);

    /// <summary>Takes the client order id.</summary>
    public bool TrySetClientOrderId(ReadOnlySpan<byte> text) => TrySet(text, _clientOrderId, ref _clientOrderIdLength);

    /// <summary>Takes the cancelled order's client order id.</summary>
    public bool TrySetOriginalClientOrderId(ReadOnlySpan<byte> text) =>
        TrySet(text, _originalClientOrderId, ref _originalClientOrderIdLength);

    /// <summary>Takes the order status.</summary>
    public bool TrySetOrderStatus(ReadOnlySpan<byte> text) => TrySet(text, _status, ref _statusLength);

    /// <summary>Takes the execution type.</summary>
    public bool TrySetExecutionType(ReadOnlySpan<byte> text) => TrySet(text, _executionType, ref _executionTypeLength);

    private static bool TrySet(ReadOnlySpan<byte> text, byte[] into, ref int length)
    {
        if (text.Length > into.Length)
        {
            return false;
        }

        text.CopyTo(into);
        length = text.Length;
        return true;
    }
}

/// <summary>One trade of an order, at scale 8.</summary>
public struct VenueTrade
{
    /// <summary>The venue's number.</summary>
    public long TradeId;

    /// <summary>Price.</summary>
    public long Price;

    /// <summary>Quantity.</summary>
    public long Quantity;

    /// <summary>Price times quantity as the venue says; 0 where it does not.</summary>
    public long QuoteQuantity;

    /// <summary>Commission.</summary>
    public long Fee;

    /// <summary>Commission's asset, its first eight letters.</summary>
    public ulong FeeAsset;

    /// <summary>Our order stood in the book.</summary>
    public bool IsMaker;

    /// <summary>The venue's order number; 0 where the message is about one order.</summary>
    public long OrderId;
}

/// <summary>A balance.</summary>
/// <param name="Asset">The asset's first eight letters.</param>
/// <param name="Free">What may be used, at scale 8.</param>
/// <param name="Locked">What open orders hold, at scale 8.</param>
public readonly record struct VenueBalance(ulong Asset, long Free, long Locked);

/// <summary>One order of a list.</summary>
/// <param name="ClientOrderId">As <see cref="Orders.ClientOrderId"/> has it; 0 where it is none of ours.</param>
/// <param name="OrderId">The venue's number.</param>
/// <param name="ExecutedQuantity">Filled so far, at scale 8.</param>
public readonly record struct VenueOrder(ulong ClientOrderId, long OrderId, long ExecutedQuantity);
