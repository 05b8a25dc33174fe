using System.Text;
using Artic.Core.Time;
using Artic.Hosting.Net;
using Artic.MarketData.Venues;

namespace Artic.MarketData.Connections;

/// <summary>
/// One connection to the market streams of a venue: connects, says what it wants within the venue's limits, keeps a quiet
/// connection open, and has a successor ready before the venue would end it. Thread: the hot one; what it sends is rare
/// and may allocate, what it receives does not.
/// </summary>
public sealed class MarketConnection : IDisposable
{
    /// <summary>A successor that cannot be had is tried for so long before the connection ends anyway.</summary>
    private const long SuccessorNs = 60_000_000_000;

    private readonly VenueAdapter _adapter;
    private readonly string[] _symbols;
    private readonly long _pingAfterNs;
    private readonly BackgroundConnector _connector;
    private readonly Queue<string> _toSay = new();
    private PolledWebSocket? _socket;
    private long _saidNs;

    /// <param name="number">Its number in all records.</param>
    /// <param name="adapter">The venue.</param>
    /// <param name="streamUrl">The configured host.</param>
    /// <param name="symbols">What it carries, as the venue names them.</param>
    /// <param name="silenceNs">A connection without a message for so long is given up: it is pinged before.</param>
    /// <param name="onFailure">Told of attempts to connect that failed, on another thread.</param>
    public MarketConnection(int number, VenueAdapter adapter, string streamUrl, string[] symbols, long silenceNs, Action<string> onFailure)
    {
        Number = number;
        _adapter = adapter;
        _symbols = symbols;
        _pingAfterNs = Math.Min(adapter.PingAfterNs, silenceNs / 2);
        _connector = new BackgroundConnector(adapter.AddressOf(streamUrl, symbols), onFailure);
    }

    /// <summary>Its number in all records.</summary>
    public int Number { get; }

    /// <summary>There is a connection.</summary>
    public bool IsOpen => _socket != null;

    /// <summary>All that it was to carry has been asked for.</summary>
    public bool IsSubscribed => _socket != null && _toSay.Count == 0;

    /// <summary>It was begun to connect.</summary>
    public bool IsConnecting { get; private set; }

    /// <summary>Since when it is open; CLOCK_MONOTONIC.</summary>
    public long OpenedNs { get; private set; }

    /// <summary>When the last message came, or the connection; CLOCK_MONOTONIC.</summary>
    public long HeardNs { get; private set; }

    /// <summary>Begins to connect, unless it does already.</summary>
    public void Connect()
    {
        if (!IsConnecting)
        {
            IsConnecting = true;
            _connector.Begin();
        }
    }

    /// <summary>
    /// Takes a connection that is ready. Where there was one before, this is its successor, and what the old one had not
    /// given is gone.
    /// </summary>
    public bool TryOpen(long nowNs)
    {
        if (!IsConnecting || _connector.TryTake() is not { } socket)
        {
            return false;
        }

        IsConnecting = false;
        _socket?.Dispose();
        _socket = socket;
        OpenedNs = HeardNs = nowNs;
        _toSay.Clear();
        foreach (string message in _adapter.Subscribe(_symbols))
        {
            _toSay.Enqueue(message);
        }

        return true;
    }

    /// <summary>
    /// Gives the next message; valid until the next call. Errors: <see cref="IOException"/>: the connection has ended.
    /// </summary>
    public bool TryReceive(out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (_socket == null || !_socket.TryReceive(out frame))
        {
            return false;
        }

        HeardNs = Clock.MonotonicNs();
        return true;
    }

    /// <summary>
    /// Says what is due: subscriptions, each in its time, and a ping where it is quiet; begins a successor where the
    /// connection is old. Errors: <see cref="IOException"/>.
    /// </summary>
    public void Keep(long nowNs)
    {
        if (_socket == null)
        {
            return;
        }

        if (nowNs - _saidNs >= _adapter.ControlIntervalNs)
        {
            if (_toSay.TryDequeue(out string? message))
            {
                Say(message, nowNs);
            }
            else if (_adapter.Ping.Length > 0 && nowNs - Math.Max(HeardNs, _saidNs) >= _pingAfterNs)
            {
                Say(_adapter.Ping, nowNs);
            }
        }

        if (_adapter.LongestConnectionNs > 0 && nowNs - OpenedNs >= _adapter.LongestConnectionNs)
        {
            if (nowNs - OpenedNs >= _adapter.LongestConnectionNs + SuccessorNs)
            {
                throw new IOException("the connection is as old as the venue allows, and no other could be had");
            }

            Connect();
        }
    }

    /// <summary>Asks for a new snapshot of one symbol, in its turn.</summary>
    public void SubscribeAgain(string symbol)
    {
        foreach (string message in _adapter.SubscribeAgain(symbol))
        {
            _toSay.Enqueue(message);
        }
    }

    /// <summary>Leaves the venue.</summary>
    public void Close()
    {
        _socket?.Dispose();
        _socket = null;
        _toSay.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connector.Stop();
        Close();
    }

    private void Say(string message, long nowNs)
    {
        _saidNs = nowNs;
        _socket!.Send(Encoding.UTF8.GetBytes(message));
    }
}
