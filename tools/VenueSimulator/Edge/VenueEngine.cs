using System.Collections.Concurrent;
using System.Text;
using Artic.Core.Time;
using Artic.VenueSimulator.Accounts;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Faults;
using Artic.VenueSimulator.Languages;
using Artic.VenueSimulator.Matching;
using Artic.VenueSimulator.Wire;

namespace Artic.VenueSimulator.Edge;

/// <summary>
/// The one thread that owns the venue's state: order flow, book, account, subscriptions. Connections post requests;
/// what goes to a connection leaves in the order in which it happened here. Before each request everything that is due
/// has happened, so who comes first at the book is who was first in time.
/// </summary>
public sealed class VenueEngine : IDisposable
{
    private const int MaxQueuedRequests = 4_096;
    private const int MaxEventsPerTurn = 2_000;
    private const int MaxRequestsPerTurn = 64;
    private const int LongestWaitMs = 1_000;
    private const long SecondNs = 1_000_000_000;

    private readonly BlockingCollection<Action<long>> _requests = new(MaxQueuedRequests);
    private readonly VenueMarkets _markets;
    private readonly IOrderFlow _flow;
    private readonly TradeTape _tape = new();
    private readonly double _speed;
    private readonly long _clockBehindNs;
    private readonly FaultOptions _faults;
    private readonly OrderEngine _orders;
    private readonly OrderLedger _ledger = new();
    private readonly AccountBook _account;
    private readonly ApiEngine _api;
    private readonly UserDataCodec _userData;
    private readonly EventLog _log;
    private readonly VenueCounters _counters = new();
    private readonly List<Connection> _connections = [];
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _nowUtcNs;
    private long _originNs = -1;
    private long _nextSecondNs;
    private long _firstMarketNs = -1;
    private long _marketConnections;
    private bool _hasLoggedEnd;
    private volatile bool _isStopping;

    /// <summary>
    /// Allocates; <see cref="Start"/> starts the thread. <paramref name="speed"/> is simulated time per real time,
    /// <paramref name="faults"/> what the market streams suffer, <paramref name="weightPerMinute"/> what requests may weigh,
    /// <paramref name="clockBehindNs"/> how far its clock is behind this machine's.
    /// </summary>
    public VenueEngine(
        VenueMarkets markets, AccountBook account, RequestSecurity security, EventLog log, double speed, FaultOptions faults,
        int? weightPerMinute, long clockBehindNs = 0)
    {
        _clockBehindNs = clockBehindNs;
        _markets = markets;
        _flow = markets.Traded;
        _account = account;
        _log = log;
        _speed = speed;
        _faults = faults;
        _userData = new UserDataCodec(_flow.Instrument.Symbol);
        _orders = new OrderEngine(_flow, account, _ledger) { Reported = OnReported };
        _api = new ApiEngine(markets, _orders, _ledger, account, security, log, _counters, weightPerMinute);
        markets.Published = OnPublished;
        _thread = new Thread(Run) { Name = "artic-venue", IsBackground = true };
    }

    /// <summary>Ends when the thread has ended; faulted where a broken invariant ended it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The instrument that the account trades.</summary>
    public Instrument Instrument => _flow.Instrument;

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the thread after the turn in hand and waits for it, at most five seconds.</summary>
    public void Stop()
    {
        _isStopping = true;
        Post(_ => { });
        _requests.CompleteAdding();
        if (_thread.IsAlive)
        {
            _thread.Join(TimeSpan.FromSeconds(5));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _requests.Dispose();

    /// <summary>
    /// Hands over a request, which gets the UTC time in ns; blocks while the queue is full. False where the engine has
    /// ended. Thread: any.
    /// </summary>
    public bool Post(Action<long> request)
    {
        try
        {
            _requests.Add(request);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Asks over REST; null where the engine has ended. Thread: any.</summary>
    public Task<ApiReply?> AskAsync(ApiRequest request) => AskAsync(utcNs => (ApiReply?)_api.Handle(request, utcNs));

    /// <summary>The status page as JSON; null where the engine has ended. Thread: any.</summary>
    public Task<byte[]?> StatusAsync() =>
        AskAsync(_ => (byte[]?)StatusCodec.Write(_flow, _counters, _ledger.Open.Count, _connections.Count));

    /// <summary>A connection of Binance's market streams is there, with the streams of its address. Thread: any.</summary>
    public bool ConnectMarket(Connection connection, IReadOnlyCollection<string> streams) => Post(utcNs =>
    {
        WelcomeMarket(connection, _flow.Instrument.Symbol, utcNs);
        Subscribe(connection, streams);
    });

    /// <summary>A market data connection in another language is there. Thread: any.</summary>
    public bool ConnectSession(Connection connection, MarketLanguage language) => Post(utcNs =>
    {
        MarketSession session = MakeSession(connection, language);
        connection.Session = session;
        WelcomeMarket(connection, session.Symbol, utcNs);
        session.Open(utcNs);
    });

    /// <summary>A frame came in on a connection of another language. Thread: the connection's.</summary>
    public bool PostSessionFrame(Connection connection, ReadOnlyMemory<byte> frame)
    {
        byte[] copy = frame.ToArray();
        return Post(utcNs =>
        {
            if (!connection.IsClosed)
            {
                connection.Session!.Handle(copy, utcNs);
                StartFor(connection.Session.IsSubscribed);
            }
        });
    }

    /// <summary>A connection of the WebSocket API is there. Thread: any.</summary>
    public bool ConnectApi(Connection connection) => Post(utcNs => Welcome(connection, utcNs));

    /// <summary>A connection is gone. Thread: any.</summary>
    public bool Disconnect(Connection connection, string reason) => Post(utcNs =>
    {
        connection.IsClosed = true;
        connection.Outbound.End();
        if (_connections.Remove(connection))
        {
            _log.Write(utcNs, "disconnect", reason, connection.Id);
        }
    });

    /// <summary>The mirrored market is gone: so are its followers, who would wait for nothing. Thread: any.</summary>
    public bool LoseMirror(MirrorOrderFlow flow, string reason) => Post(utcNs =>
    {
        flow.Lost();
        _log.Write(utcNs, "mirror_lost", reason);
        foreach (Connection connection in _connections)
        {
            if (connection.IsMarket && !connection.IsClosed)
            {
                Abort(connection);
            }
        }
    });

    /// <summary>Something happened to the connection to the mirrored venue. Thread: any.</summary>
    public bool NoteMirror(string eventName, string reason) => Post(utcNs => _log.Write(utcNs, eventName, reason));

    /// <summary>Ends all connections with what is on its way to them. Thread: any.</summary>
    public bool CloseAll() => Post(utcNs =>
    {
        foreach (Connection connection in _connections)
        {
            connection.IsClosed = true;
            connection.Outbound.End();
        }
    });

    /// <summary>A frame came in on a market stream connection. Thread: the connection's.</summary>
    public bool PostStreamFrame(Connection connection, ReadOnlyMemory<byte> frame)
    {
        if (!StreamRequestCodec.TryRead(
            frame, out string method, out List<string> streams, out byte[] idJson, out byte[] error))
        {
            return Post(_ => Reply(connection, error));
        }

        return Post(_ => Reply(connection, ChangeStreams(connection, method, streams, idJson)));
    }

    /// <summary>A frame came in on a connection of the WebSocket API. Thread: the connection's.</summary>
    public bool PostApiFrame(Connection connection, ReadOnlyMemory<byte> frame)
    {
        if (!ApiRequest.TryFromJson(frame, out ApiRequest? request, out byte[] idJson))
        {
            byte[] refusal =
                ApiReplyCodec.Write(idJson, new ApiReply([], VenueError.InvalidJson, 0), connection.ReturnsRateLimits);
            return Post(_ => Send(connection, refusal));
        }

        return Post(utcNs => HandleApi(connection, request!, utcNs));
    }

    private Task<T?> AskAsync<T>(Func<long, T?> ask)
        where T : class
    {
        TaskCompletionSource<T?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return Post(utcNs => answer.SetResult(ask(utcNs))) ? answer.Task : Task.FromResult<T?>(null);
    }

    private void Run()
    {
        try
        {
            _log.Write(Clock.UtcNs(), "started", _flow.Name);
            if (!_flow.StartsWithFirstSubscriber)
            {
                _originNs = Clock.MonotonicNs();
            }

            while (!_isStopping)
            {
                bool isCaughtUp = Advance();
                _log.Flush();
                int waitMs = isCaughtUp ? WaitMs() : 0;
                for (int i = 0; i < MaxRequestsPerTurn && _requests.TryTake(out Action<long>? request, waitMs); i++)
                {
                    Advance();
                    request(_nowUtcNs);
                    waitMs = 0;
                }
            }

            _log.Write(Clock.UtcNs(), "stopped");
            _log.Flush();
            _ended.SetResult();
        }
        catch (Exception e)
        {
            _requests.CompleteAdding();
            _ended.SetException(e);
        }
    }

    private bool Advance()
    {
        _nowUtcNs = Clock.UtcNs() - _clockBehindNs;
        _orders.NowMs = _nowUtcNs / 1_000_000;
        bool isCaughtUp = _originNs < 0
            || _markets.AdvanceTo((long)((Clock.MonotonicNs() - _originNs) * _speed), MaxEventsPerTurn);
        if (_nowUtcNs >= _nextSecondNs)
        {
            _nextSecondNs = _nowUtcNs + SecondNs;
            OnSecond();
        }

        if (_flow.IsFinished && !_hasLoggedEnd)
        {
            _hasLoggedEnd = true;
            _log.Write(_nowUtcNs, "replay_finished", (_flow as ReplayOrderFlow)?.Fault);
        }

        return isCaughtUp;
    }

    private int WaitMs()
    {
        if (_originNs < 0 || _markets.NextDueNs == long.MaxValue)
        {
            return LongestWaitMs;
        }

        double leftMs = ((_markets.NextDueNs / _speed) - (Clock.MonotonicNs() - _originNs)) / 1e6;
        return (int)Math.Clamp(Math.Ceiling(leftMs), 0, LongestWaitMs);
    }

    private void OnPublished(int market, MarketMessage message)
    {
        if (market == 0 && message.Trade is { } trade)
        {
            _tape.Add(trade);
        }

        foreach (Connection connection in _connections)
        {
            if (connection.IsClosed)
            {
                continue;
            }

            if (market < connection.Streams.Length && (connection.Streams[market] & message.Kind) != 0)
            {
                SendMarket(connection, connection.IsCombined ? message.Combined : message.Raw);
            }
            else if (market == 0)
            {
                connection.Session?.OnMarket(message, _nowUtcNs);
            }
        }
    }

    /// <summary>Sessions count the seconds of their connections, all at once.</summary>
    private void OnSecond()
    {
        foreach (Connection connection in _connections)
        {
            if (!connection.IsClosed)
            {
                connection.Session?.OnSecond(_nowUtcNs);
            }
        }
    }

    private MarketSession MakeSession(Connection connection, MarketLanguage language)
    {
        Action<ReadOnlyMemory<byte>> said = message => SendMarket(connection, message);
        Action<ReadOnlyMemory<byte>> answered = message => Reply(connection, message);
        Action closed = () => Abort(connection);
        return language switch
        {
            MarketLanguage.Kraken => new KrakenSession(_flow, _tape) { Said = said, Answered = answered, Closed = closed },
            MarketLanguage.Okx => new OkxSession(_flow, _tape) { Said = said, Answered = answered, Closed = closed },
            _ => new CoinbaseSession(_flow, _tape) { Said = said, Answered = answered, Closed = closed },
        };
    }

    private void OnReported(ExecutionReport report)
    {
        Count(report);
        _log.WriteReport(_nowUtcNs, report);
        if (!_connections.Exists(c => c.HasUserData))
        {
            return;
        }

        byte[] execution = _userData.ExecutionReport(report);
        byte[] position = _userData.AccountPosition(
            report.TimeMs, _account.Of(_flow.Instrument.BaseAsset), _account.Of(_flow.Instrument.QuoteAsset));
        foreach (Connection connection in _connections)
        {
            if (connection.HasUserData)
            {
                Send(connection, execution);
                Send(connection, position);
            }
        }
    }

    private void Count(ExecutionReport report)
    {
        switch (report.Type)
        {
            case ExecutionType.New:
                _counters.OrdersAccepted++;
                _counters.LastAcceptedAtNs = _nowUtcNs;
                break;
            case ExecutionType.Trade:
                _counters.Fills++;
                break;
            case ExecutionType.Canceled:
                _counters.OrdersCanceled++;
                break;
            default:
                _counters.OrdersExpired++;
                break;
        }
    }

    private void HandleApi(Connection connection, ApiRequest request, long utcNs)
    {
        ApiReply reply = _api.Handle(request, utcNs);
        if (reply.Error is null && request.Method is ApiMethod.UserDataSubscribe or ApiMethod.UserDataUnsubscribe)
        {
            bool subscribes = request.Method == ApiMethod.UserDataSubscribe;
            VenueError? refusal = connection.HasUserData != subscribes ? null
                : subscribes ? VenueError.AlreadySubscribed : VenueError.NotSubscribed;
            connection.HasUserData = subscribes;
            reply = refusal is not null ? reply with { Error = refusal }
                : subscribes ? reply with { ResultJson = "{\"subscriptionId\":0}"u8.ToArray() }
                : reply;
        }

        Send(connection, ApiReplyCodec.Write(request.IdJson, reply, connection.ReturnsRateLimits));
    }

    private byte[] ChangeStreams(Connection connection, string method, List<string> streams, byte[] idJson)
    {
        if (method == "LIST_SUBSCRIPTIONS")
        {
            return StreamRequestCodec.Result(idJson, connection.StreamNames);
        }

        if (method == "UNSUBSCRIBE")
        {
            connection.StreamNames.ExceptWith(streams);
            connection.Streams = KnownStreams(connection);
        }
        else if (!Subscribe(connection, streams))
        {
            return StreamRequestCodec.Error(2, "Invalid request: more than 1024 streams on a connection", idJson);
        }

        return StreamRequestCodec.Result(idJson);
    }

    private bool Subscribe(Connection connection, IReadOnlyCollection<string> streams)
    {
        if (connection.StreamNames.Count + streams.Count > StreamRequestCodec.MaxStreams)
        {
            return false;
        }

        connection.StreamNames.UnionWith(streams);
        connection.Streams = KnownStreams(connection);
        StartFor(Array.Exists(connection.Streams, kinds => kinds != StreamKind.None));
        return true;
    }

    /// <summary>A market that waits for its first subscriber begins.</summary>
    private void StartFor(bool isSubscriber)
    {
        if (isSubscriber && _originNs < 0)
        {
            _originNs = Clock.MonotonicNs();
            _log.Write(_nowUtcNs, "replay_started", _flow.Name);
        }
    }

    private StreamKind[] KnownStreams(Connection connection)
    {
        StreamKind[] kinds = new StreamKind[_markets.Count];
        foreach (string name in connection.StreamNames)
        {
            string symbol = name.Split('@')[0];
            int market = _markets.NumberOf(symbol);
            if (market >= 0)
            {
                kinds[market] |= MarketDataCodec.ParseStream(symbol, name);
            }
        }

        return kinds;
    }

    private void Welcome(Connection connection, long utcNs)
    {
        _connections.Add(connection);
        _log.Write(utcNs, "connect", connection.Path, connection.Id);
    }

    private void WelcomeMarket(Connection connection, string symbol, long utcNs)
    {
        Welcome(connection, utcNs);
        connection.IsMarket = true;
        _firstMarketNs = _firstMarketNs < 0 ? Clock.MonotonicNs() : _firstMarketNs;
        if (_faults.IsAny)
        {
            connection.Faults = new FaultLine(_faults, ++_marketConnections, [Encoding.ASCII.GetBytes(symbol)])
            {
                Said = (message, isBinary) => Send(connection, message, isBinary),
                Happened = (kind, word) => OnFault(connection, kind, word),
            };
        }
    }

    private void SendMarket(Connection connection, ReadOnlyMemory<byte> message)
    {
        _counters.MarketMessagesSent++;
        if (connection.Faults is { } faults)
        {
            long nowNs = Clock.MonotonicNs();
            faults.Pass(message, nowNs, isOver: nowNs - _firstMarketNs >= (_faults.LengthNs ?? long.MaxValue));
        }
        else
        {
            Send(connection, message);
        }
    }

    /// <summary>Answers a request on a market connection, which a silent one does not.</summary>
    private void Reply(Connection connection, ReadOnlyMemory<byte> reply)
    {
        if (connection.Faults?.IsSilent(Clock.MonotonicNs()) != true)
        {
            Send(connection, reply);
        }
    }

    private void OnFault(Connection connection, FaultKind kind, string? word)
    {
        _counters.Faults[(int)kind]++;
        _log.Write(_nowUtcNs, $"fault_{StatusCodec.Name(kind)}", word, connection.Id);
        if (kind == FaultKind.Disconnect)
        {
            Abort(connection);
        }
    }

    private void Send(Connection connection, ReadOnlyMemory<byte> message, bool isBinary = false)
    {
        if (connection.IsClosed || connection.Outbound.TryAdd(message, isBinary))
        {
            return;
        }

        Abort(connection);
        _counters.SlowConsumers++;
        _log.Write(_nowUtcNs, "slow_consumer", "the outbound queue is full", connection.Id);
    }

    private static void Abort(Connection connection)
    {
        connection.IsClosed = true;
        connection.HasUserData = false;
        connection.Outbound.End();
        connection.Abort();
    }
}
