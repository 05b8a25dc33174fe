using System.Net.Sockets;
using Artic.Core.Time;
using Artic.Streams.Native;

namespace Artic.Bench.Venue;

/// <summary>
/// The order API of one connection. Every order is an immediate one that finds nothing: it is answered at once as
/// EXPIRED, with the two reports that a venue sends for it. While ticks are sent it looks for requests without sleeping,
/// because a write that has to wake a sleeping core is far slower than one to a network card, and no venue is on the
/// trader's own machine. Where what is measured is what else happens on the core that it would take (who answers commands, what
/// brings rows into tables), it sleeps. Thread: the connection's. Allocates nothing in steady state.
/// </summary>
public sealed class OrderDesk : IDisposable
{
    private const int WaitMicroseconds = 10_000;
    private const int LargestMessageBytes = 16 << 10;

    private readonly Socket _socket;
    private readonly TickSource _ticks;
    private readonly bool _sleeps;
    private readonly OrderTimes? _times;
    private readonly OrderRequest _request;
    private readonly ReplyBuffer _reply = new();
    private readonly byte[] _received = new byte[256 << 10];
    private int _length;
    private long _orders;
    private long _refused;

    /// <param name="socket">The connection, upgraded.</param>
    /// <param name="ticks">Whether ticks are sent.</param>
    /// <param name="secret">The account's secret.</param>
    /// <param name="sleeps">It waits for requests asleep.</param>
    /// <param name="times">Where it is written when each order was accepted, or null.</param>
    public OrderDesk(Socket socket, TickSource ticks, string secret, bool sleeps, OrderTimes? times)
    {
        _socket = socket;
        _ticks = ticks;
        _sleeps = sleeps;
        _times = times;
        _request = new OrderRequest(secret);
    }

    /// <summary>Orders that were answered.</summary>
    public long Orders => Volatile.Read(ref _orders);

    /// <summary>Requests that were refused: malformed or signed wrongly.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Serves until the peer closes.</summary>
    public void Serve()
    {
        _socket.Blocking = false;

        // A thread that yields gives a whole turn away: with turns of the usual length, on a full core, it answered every 40 ms.
        ThreadSettings.TakeShortTurns();
        while (true)
        {
            int count = _socket.Receive(_received.AsSpan(_length), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                if (_ticks.HasStarted && !_sleeps)
                {
                    ThreadSettings.Yield();
                }
                else
                {
                    _ = _socket.Poll(WaitMicroseconds, SelectMode.SelectRead);
                }

                continue;
            }

            if (error != SocketError.Success || count == 0)
            {
                return;
            }

            _length += count;
            if (!TakeFrames() || !TrySend())
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _request.Dispose();

    /// <summary>Answers every whole frame; false where the peer closes or breaks the protocol (RFC 6455, section 5).</summary>
    private bool TakeFrames()
    {
        int at = 0;
        while (TryFrame(_received.AsSpan(at, _length - at), out byte operation, out Span<byte> payload, out int used))
        {
            if (used < 0 || operation == 8)
            {
                return false;
            }

            if (operation == 1)
            {
                Answer(payload);
            }

            at += used;
        }

        Buffer.BlockCopy(_received, at, _received, 0, _length - at);
        _length -= at;
        return true;
    }

    /// <summary>The first frame of the bytes, unmasked in place; <paramref name="used"/> is -1 for one that is refused.</summary>
    private static bool TryFrame(Span<byte> bytes, out byte operation, out Span<byte> payload, out int used)
    {
        operation = 0;
        payload = default;
        used = 0;
        if (bytes.Length < 2)
        {
            return false;
        }

        operation = (byte)(bytes[0] & 15);
        int length = bytes[1] & 127;
        int header = length == 126 ? 4 : 2;
        if ((bytes[1] & 128) == 0 || length == 127)
        {
            used = -1;
            return true;
        }

        if (bytes.Length < header + 4)
        {
            return false;
        }

        length = length == 126 ? (bytes[2] << 8) | bytes[3] : length;
        if (length > LargestMessageBytes)
        {
            used = -1;
            return true;
        }

        if (bytes.Length < header + 4 + length)
        {
            return false;
        }

        Span<byte> mask = bytes.Slice(header, 4);
        payload = bytes.Slice(header + 4, length);
        for (int i = 0; i < payload.Length; i++)
        {
            payload[i] ^= mask[i & 3];
        }

        used = header + 4 + length;
        return true;
    }

    private void Answer(ReadOnlySpan<byte> text)
    {
        if (!_request.TryParse(text))
        {
            Refuse(-1102, "A mandatory parameter was not sent, was empty or malformed."u8);
        }
        else if (_request.Method.Value.SequenceEqual("time"u8))
        {
            Begin(200).Add("\"result\":{\"serverTime\":"u8).Add(Clock.UtcNs() / 1_000_000).Add("}}"u8);
            _reply.End();
        }
        else if (!_request.IsSigned())
        {
            Refuse(-1022, "Signature for this request is not valid."u8);
        }
        else if (_request.Method.Value.SequenceEqual("order.place"u8))
        {
            Expire();
        }
        else if (_request.Method.Value.SequenceEqual("account.status"u8))
        {
            Begin(200).Add("\"result\":{\"accountType\":\"SPOT\",\"canTrade\":true,\"balances\":[{\"asset\":\""u8)
                .Add("USDT\",\"free\":\"1000000000.00000000\",\"locked\":\"0.00000000\"},{\"asset\":\""u8)
                .Add("BASE\",\"free\":\"1000000000.00000000\",\"locked\":\"0.00000000\"}]}}"u8);
            _reply.End();
        }
        else if (_request.Method.Value.SequenceEqual("openOrders.status"u8))
        {
            // Every order has expired in the moment in which it came.
            Begin(200).Add("\"result\":[]}"u8);
            _reply.End();
        }
        else if (_request.Method.Value.SequenceEqual("userDataStream.subscribe.signature"u8))
        {
            Begin(200).Add("\"result\":{\"subscriptionId\":0}}"u8);
            _reply.End();
        }
        else
        {
            Refuse(-2013, "Order does not exist."u8);
        }
    }

    private void Expire()
    {
        if (!_request.TimeInForce.Value.SequenceEqual("IOC"u8))
        {
            Refuse(-1115, "Invalid timeInForce."u8);
            return;
        }

        _times?.Add(Clock.MonotonicNs());
        long order = _orders + 1;
        long nowMs = Clock.UtcNs() / 1_000_000;
        Begin(200).Add("\"result\":{\"symbol\":\""u8).Add(_request.Symbol.Value).Add("\",\"orderId\":"u8).Add(order)
            .Add(",\"orderListId\":-1,\"clientOrderId\":\""u8).Add(_request.ClientOrderId.Value)
            .Add("\",\"transactTime\":"u8).Add(nowMs).Add(",\"price\":\""u8).Add(_request.Price.Value)
            .Add("\",\"origQty\":\""u8).Add(_request.Quantity.Value)
            .Add("\",\"executedQty\":\"0.00000000\",\"origQuoteOrderQty\":\"0.00000000\",\"cummulativeQuoteQty\":\"0.00000000\","u8)
            .Add("\"status\":\"EXPIRED\",\"timeInForce\":\"IOC\",\"type\":\"LIMIT\",\"side\":\""u8).Add(_request.Side.Value)
            .Add("\",\"workingTime\":"u8).Add(nowMs).Add(",\"fills\":[],\"selfTradePreventionMode\":\"NONE\"}}"u8);
        _reply.End();
        Report("NEW"u8, order, nowMs);
        Report("EXPIRED"u8, order, nowMs);
        Volatile.Write(ref _orders, order);
    }

    private void Report(ReadOnlySpan<byte> state, long order, long nowMs)
    {
        _reply.Begin();
        _ = _reply.Add("{\"subscriptionId\":0,\"event\":{\"e\":\"executionReport\",\"E\":"u8).Add(nowMs)
            .Add(",\"s\":\""u8).Add(_request.Symbol.Value).Add("\",\"c\":\""u8).Add(_request.ClientOrderId.Value)
            .Add("\",\"S\":\""u8).Add(_request.Side.Value).Add("\",\"o\":\"LIMIT\",\"f\":\"IOC\",\"q\":\""u8)
            .Add(_request.Quantity.Value).Add("\",\"p\":\""u8).Add(_request.Price.Value)
            .Add("\",\"P\":\"0.00000000\",\"F\":\"0.00000000\",\"g\":-1,\"C\":\"\",\"x\":\""u8).Add(state)
            .Add("\",\"X\":\""u8).Add(state).Add("\",\"r\":\"NONE\",\"i\":"u8).Add(order)
            .Add(",\"l\":\"0.00000000\",\"z\":\"0.00000000\",\"L\":\"0.00000000\",\"n\":\"0\",\"N\":null,\"T\":"u8).Add(nowMs)
            .Add(",\"t\":-1,\"I\":"u8).Add(order).Add(",\"w\":false,\"m\":false,\"M\":false,\"O\":"u8).Add(nowMs)
            .Add(",\"Z\":\"0.00000000\",\"Y\":\"0.00000000\",\"Q\":\"0.00000000\",\"W\":"u8).Add(nowMs)
            .Add(",\"V\":\"NONE\"}}"u8);
        _reply.End();
    }

    private void Refuse(int code, ReadOnlySpan<byte> reason)
    {
        Begin(400).Add("\"error\":{\"code\":"u8).Add(code).Add(",\"msg\":\""u8).Add(reason).Add("\"}}"u8);
        _reply.End();
        Volatile.Write(ref _refused, _refused + 1);
    }

    private ReplyBuffer Begin(int status)
    {
        _reply.Begin();
        return _reply.Add("{\"id\":\""u8).Add(_request.Id.Value).Add("\",\"status\":"u8).Add(status).Add(","u8);
    }

    private bool TrySend()
    {
        ReadOnlySpan<byte> left = _reply.Written;
        while (left.Length > 0)
        {
            int sent = _socket.Send(left, SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                _ = _socket.Poll(WaitMicroseconds, SelectMode.SelectWrite);
                continue;
            }

            if (error != SocketError.Success)
            {
                return false;
            }

            left = left[sent..];
        }

        _reply.Clear();
        return true;
    }
}
