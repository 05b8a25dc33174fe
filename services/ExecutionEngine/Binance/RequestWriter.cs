using System.Buffers.Text;
using System.Security.Cryptography;
using Artic.Core.Domain;
using Artic.ExecutionEngine.Orders;
using Artic.V1;

namespace Artic.ExecutionEngine.Binance;

/// <summary>
/// Writes signed requests of Binance's WebSocket API (web-socket-api of 2026-07-21): parameters sorted by name, joined
/// as <c>k=v&amp;...</c>, HMAC-SHA256 in hex. Thread: one. Allocates nothing; the text is valid until the next call.
/// </summary>
public sealed class RequestWriter : IDisposable
{
    private const int Scale = 8;

    private readonly byte[] _apiKey;
    private readonly IncrementalHash _hmac;
    private readonly byte[] _receiveWindow;
    private readonly byte[] _request = new byte[2048];
    private readonly byte[] _payload = new byte[1024];
    private int _requestLength;
    private int _payloadLength;

    /// <param name="apiKey">The account's public key.</param>
    /// <param name="secret">The account's secret.</param>
    /// <param name="receiveWindowMs">After this the venue refuses a request.</param>
    public RequestWriter(string apiKey, string secret, int receiveWindowMs)
    {
        _apiKey = System.Text.Encoding.ASCII.GetBytes(apiKey);

        // Kept, not made for each request: 0.7 µs instead of 1.4 for 300 bytes, and nothing is allocated.
        _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, System.Text.Encoding.ASCII.GetBytes(secret));
        _receiveWindow = System.Text.Encoding.ASCII.GetBytes(receiveWindowMs.ToString());
    }

    /// <summary>Places an order.</summary>
    public ReadOnlyMemory<byte> Place(OrderApproved order, ReadOnlySpan<byte> symbol, long timestampMs)
    {
        Span<byte> id = stackalloc byte[ClientOrderId.MaxLength];
        id = id[..ClientOrderId.Format(order.ClientOrderId, id)];
        Begin((byte)'p', id, "order.place"u8);
        Text("apiKey"u8, _apiKey);
        Text("newClientOrderId"u8, id);
        Text("newOrderRespType"u8, "FULL"u8);
        if (order.Type == OrderType.Limit)
        {
            Decimal("price"u8, order.Price);
        }

        Decimal("quantity"u8, order.Quantity);
        Number("recvWindow"u8, _receiveWindow);
        Text("side"u8, order.Side == Side.Buy ? "BUY"u8 : "SELL"u8);
        Text("symbol"u8, symbol);
        if (order.Type == OrderType.Limit)
        {
            Text(
                "timeInForce"u8,
                order.TimeInForce == TimeInForce.Ioc ? "IOC"u8 : order.TimeInForce == TimeInForce.Fok ? "FOK"u8 : "GTC"u8);
        }

        Number("timestamp"u8, timestampMs);
        Text("type"u8, order.Type == OrderType.Limit ? "LIMIT"u8 : "MARKET"u8);
        return Sign();
    }

    /// <summary>Cancels an order by its client order id.</summary>
    public ReadOnlyMemory<byte> Cancel(ulong clientOrderId, ReadOnlySpan<byte> symbol, long timestampMs) =>
        About((byte)'c', "order.cancel"u8, clientOrderId, symbol, timestampMs);

    /// <summary>Cancels all orders of an instrument; its number is the request's id.</summary>
    public ReadOnlyMemory<byte> CancelAll(uint instrumentId, ReadOnlySpan<byte> symbol, long timestampMs) =>
        AboutAll((byte)'x', "openOrders.cancelAll"u8, instrumentId, symbol, timestampMs);

    /// <summary>Asks for all open orders of an instrument; its number is the request's id.</summary>
    public ReadOnlyMemory<byte> OpenOrders(uint instrumentId, ReadOnlySpan<byte> symbol, long timestampMs) =>
        AboutAll((byte)'o', "openOrders.status"u8, instrumentId, symbol, timestampMs);

    /// <summary>Reads the number of the instrument back from the id of such a request; false where it is none.</summary>
    public static bool TryReadInstrument(ReadOnlySpan<byte> id, out uint instrumentId) =>
        Utf8Parser.TryParse(id, out instrumentId, out int used) && used == id.Length;

    /// <summary>Asks for an order by its client order id.</summary>
    public ReadOnlyMemory<byte> Status(ulong clientOrderId, ReadOnlySpan<byte> symbol, long timestampMs) =>
        About((byte)'q', "order.status"u8, clientOrderId, symbol, timestampMs);

    /// <summary>Asks for the trades of an order by the venue's number.</summary>
    public ReadOnlyMemory<byte> Trades(ulong clientOrderId, ulong venueOrderId, ReadOnlySpan<byte> symbol, long timestampMs)
    {
        Span<byte> id = stackalloc byte[ClientOrderId.MaxLength];
        id = id[..ClientOrderId.Format(clientOrderId, id)];
        Begin((byte)'t', id, "myTrades"u8);
        Text("apiKey"u8, _apiKey);
        Number("orderId"u8, (long)venueOrderId);
        Number("recvWindow"u8, _receiveWindow);
        Text("symbol"u8, symbol);
        Number("timestamp"u8, timestampMs);
        return Sign();
    }

    /// <summary>Asks for the account's balances.</summary>
    public ReadOnlyMemory<byte> Account(long timestampMs)
    {
        Begin((byte)'a', "account"u8, "account.status"u8);
        Text("apiKey"u8, _apiKey);
        Number("recvWindow"u8, _receiveWindow);
        Number("timestamp"u8, timestampMs);
        return Sign();
    }

    /// <summary>Subscribes to the account's events on this connection.</summary>
    public ReadOnlyMemory<byte> Subscribe(long timestampMs)
    {
        Begin((byte)'u', "events"u8, "userDataStream.subscribe.signature"u8);
        Text("apiKey"u8, _apiKey);
        Number("recvWindow"u8, _receiveWindow);
        Number("timestamp"u8, timestampMs);
        return Sign();
    }

    /// <summary>Asks for the venue's time; it bears no key and no signature.</summary>
    public ReadOnlyMemory<byte> Time()
    {
        _requestLength = 0;
        Add("{\"id\":\"w:time\",\"method\":\"time\"}"u8);
        return _request.AsMemory(0, _requestLength);
    }

    /// <inheritdoc/>
    public void Dispose() => _hmac.Dispose();

    private ReadOnlyMemory<byte> About(
        byte kind, ReadOnlySpan<byte> method, ulong clientOrderId, ReadOnlySpan<byte> symbol, long timestampMs)
    {
        Span<byte> id = stackalloc byte[ClientOrderId.MaxLength];
        id = id[..ClientOrderId.Format(clientOrderId, id)];
        Begin(kind, id, method);
        Text("apiKey"u8, _apiKey);
        Text("origClientOrderId"u8, id);
        Number("recvWindow"u8, _receiveWindow);
        Text("symbol"u8, symbol);
        Number("timestamp"u8, timestampMs);
        return Sign();
    }

    private ReadOnlyMemory<byte> AboutAll(
        byte kind, ReadOnlySpan<byte> method, uint instrumentId, ReadOnlySpan<byte> symbol, long timestampMs)
    {
        Span<byte> id = stackalloc byte[10];
        _ = Utf8Formatter.TryFormat(instrumentId, id, out int length);
        Begin(kind, id[..length], method);
        Text("apiKey"u8, _apiKey);
        Number("recvWindow"u8, _receiveWindow);
        Text("symbol"u8, symbol);
        Number("timestamp"u8, timestampMs);
        return Sign();
    }

    private void Begin(byte kind, ReadOnlySpan<byte> id, ReadOnlySpan<byte> method)
    {
        _requestLength = 0;
        _payloadLength = 0;
        Add("{\"id\":\""u8);
        _request[_requestLength++] = kind;
        _request[_requestLength++] = (byte)':';
        Add(id);
        Add("\",\"method\":\""u8);
        Add(method);
        Add("\",\"params\":{"u8);
    }

    private void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Add("\""u8);
        Add(name);
        Add("\":\""u8);
        Add(value);
        Add("\","u8);
        Sum(name, value);
    }

    private void Number(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Add("\""u8);
        Add(name);
        Add("\":"u8);
        Add(value);
        Add(","u8);
        Sum(name, value);
    }

    private void Number(ReadOnlySpan<byte> name, long value)
    {
        Span<byte> text = stackalloc byte[20];
        _ = Utf8Formatter.TryFormat(value, text, out int length);
        Number(name, text[..length]);
    }

    private void Decimal(ReadOnlySpan<byte> name, long value)
    {
        Span<byte> text = stackalloc byte[24];
        Text(name, text[..FixedPoint.Format(value, Scale, text)]);
    }

    private ReadOnlyMemory<byte> Sign()
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _hmac.AppendData(_payload.AsSpan(0, _payloadLength));
        _ = _hmac.GetHashAndReset(hash);
        Add("\"signature\":\""u8);
        foreach (byte value in hash)
        {
            _request[_requestLength++] = "0123456789abcdef"u8[value >> 4];
            _request[_requestLength++] = "0123456789abcdef"u8[value & 15];
        }

        Add("\"}}"u8);
        return _request.AsMemory(0, _requestLength);
    }

    private void Sum(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (_payloadLength > 0)
        {
            _payload[_payloadLength++] = (byte)'&';
        }

        name.CopyTo(_payload.AsSpan(_payloadLength));
        _payloadLength += name.Length;
        _payload[_payloadLength++] = (byte)'=';
        value.CopyTo(_payload.AsSpan(_payloadLength));
        _payloadLength += value.Length;
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_request.AsSpan(_requestLength));
        _requestLength += text.Length;
    }
}
