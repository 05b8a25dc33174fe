using System.Net.WebSockets;
using Artic.VenueSimulator.Faults;
using Artic.VenueSimulator.Languages;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Edge;

/// <summary>
/// One WebSocket connection. Its state belongs to the engine's thread; socket and queue are shared with the
/// connection's own reader and sender.
/// </summary>
public sealed class Connection(long id, string path, WebSocket socket, Action abort, bool isCombined, bool returnsRateLimits)
{
    /// <summary>The venue's number for it.</summary>
    public long Id { get; } = id;

    /// <summary>The path that it was opened with, for the log.</summary>
    public string Path { get; } = path;

    /// <summary>The socket.</summary>
    public WebSocket Socket { get; } = socket;

    /// <summary>Aborts the TCP connection; its reader notices and posts the disconnect.</summary>
    public Action Abort { get; } = abort;

    /// <summary>What its market messages pass; null where the venue tells the truth.</summary>
    public FaultLine? Faults { get; set; }

    /// <summary>True for <c>/stream</c>: messages go out in the combined wrapper.</summary>
    public bool IsCombined { get; } = isCombined;

    /// <summary>True where replies of the WebSocket API carry rate limits.</summary>
    public bool ReturnsRateLimits { get; } = returnsRateLimits;

    /// <summary>What goes out.</summary>
    public OutboundQueue Outbound { get; } = new();

    /// <summary>True where market data goes out on it.</summary>
    public bool IsMarket { get; set; }

    /// <summary>Names of the streams subscribed to, known to the venue or not.</summary>
    public HashSet<string> StreamNames { get; } = new(StringComparer.Ordinal);

    /// <summary>The streams subscribed to that the venue has, by the number of the market.</summary>
    public StreamKind[] Streams { get; set; } = [];

    /// <summary>What speaks on it where it is not Binance's language; else null.</summary>
    public MarketSession? Session { get; set; }

    /// <summary>True where user data events go out on it.</summary>
    public bool HasUserData { get; set; }

    /// <summary>What the closing handshake says.</summary>
    public WebSocketCloseStatus CloseStatus { get; set; } = WebSocketCloseStatus.EndpointUnavailable;

    /// <summary>True when the engine has let go of it.</summary>
    public bool IsClosed { get; set; }
}
