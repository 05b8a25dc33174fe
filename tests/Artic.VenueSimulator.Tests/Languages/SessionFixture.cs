using System.Text;
using System.Text.Json;
using Artic.VenueSimulator.Languages;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Tests.Languages;

/// <summary>A session over a model, without sockets, with all that it says kept.</summary>
internal sealed class SessionFixture
{
    private const long UtcNs = 1_700_000_000_123_456_700;
    private readonly TradeTape _tape = new();
    private long _simulatedNs;

    public SessionFixture(MarketLanguage language, ulong seed = 1)
    {
        Flow = VenueFixture.Model(seed);
        Session = language switch
        {
            MarketLanguage.Kraken => new KrakenSession(Flow, _tape) { Said = Say, Answered = Say, Closed = Close },
            MarketLanguage.Okx => new OkxSession(Flow, _tape) { Said = Say, Answered = Say, Closed = Close },
            _ => new CoinbaseSession(Flow, _tape) { Said = Say, Answered = Say, Closed = Close },
        };
        Flow.Published = message =>
        {
            if (message.Trade is { } trade)
            {
                _tape.Add(trade);
                Trades.Add(trade);
            }

            Session.OnMarket(message, UtcNs);
        };
        Session.Open(UtcNs);
    }

    public ModelOrderFlow Flow { get; }

    public MarketSession Session { get; }

    /// <summary>All messages not taken yet.</summary>
    public List<string> Said { get; } = [];

    public List<PublicTrade> Trades { get; } = [];

    public bool IsClosed { get; private set; }

    /// <summary>Sends a request and gives what is said upon it.</summary>
    public List<string> Ask(string request)
    {
        Said.Clear();
        Session.Handle(Encoding.UTF8.GetBytes(request), UtcNs);
        return Take();
    }

    /// <summary>Lets market time pass and gives what is said meanwhile.</summary>
    public List<string> Pass(int milliseconds)
    {
        Said.Clear();
        _simulatedNs += milliseconds * 1_000_000L;
        Assert.True(Flow.AdvanceTo(_simulatedNs, int.MaxValue));
        return Take();
    }

    /// <summary>A second of the connection's life.</summary>
    public List<string> Second()
    {
        Said.Clear();
        Session.OnSecond(UtcNs);
        return Take();
    }

    public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private List<string> Take() => [.. Said];

    private void Say(ReadOnlyMemory<byte> message) => Said.Add(Encoding.UTF8.GetString(message.Span));

    private void Close() => IsClosed = true;
}
