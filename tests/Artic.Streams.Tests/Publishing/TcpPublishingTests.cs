using Artic.Hosting.Logs;
using Artic.Hosting.Options;
using Artic.Hosting.Publishing;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Streams.Tests.Publishing;

public sealed class TcpPublishingTests : IDisposable
{
    private const long PatienceNs = 20_000_000_000;

    /// <summary>Subscribes by tcp with the keys that it is given, or none.</summary>
    private const string Program = """
        import sys, artic
        publisher, replay, server, public, secret = sys.argv[1:]
        keys = artic.CurveKeys(server, public, secret) if server else None
        with artic.Subscriber(artic.Endpoints(publisher, replay, keys), "market", from_sequence="start",
                              replay_timeout=1.0) as subscriber:
            try:
                for number in range(1, 4001):
                    record = subscriber.receive(20)
                    if record.sequence != number:
                        sys.exit(f"{record} came in place of {number}")
                    if number == 3000:
                        print("3000", flush=True)
                print(record)
            except artic.ReplayTimeout:
                print("no answer")
        """;

    private readonly TestRun _run = new();
    private readonly ZmqContext _context = new();
    private readonly ZmqCurveKeys _serverKeys = ZmqCurveKeys.Generate();
    private readonly ZmqCurveKeys _friendKeys = ZmqCurveKeys.Generate();
    private readonly int _port = FreePorts.InARow(2);
    private readonly RecordWriter _writer;
    private readonly ZmqCurveClients _clients;
    private readonly StreamPublisher _publisher;
    private readonly ReplayServer _server;

    public TcpPublishingTests()
    {
        string secret = Path.Combine(_run.Paths.RunFolder, "curve-secret");
        File.WriteAllText(secret, _serverKeys.Secret + "\n");
        TcpPublishing tcp = TcpPublishing.From(new PublishOptions
        {
            TcpHost = "127.0.0.1", TcpPortBase = _port - TcpPublishing.PublisherPort(0, StreamId.Market),
            CurveSecretFile = secret, CurveClients = [_friendKeys.Public],
        })!;
        _clients = new ZmqCurveClients(_context, [ZmqCurveKeys.Generate().Public, _friendKeys.Public]);
        _writer = _run.Writer(StreamId.Market);
        Dictionary<uint, string> symbols = [];
        _publisher = new StreamPublisher(_run.Paths, StreamId.Market, _writer.Epoch, _context, symbols, tcp: tcp);
        CountersFile counters = _run.Own(CountersFile.OpenOrCreate(_run.Paths.Counters("market-data")));
        _server = new ReplayServer(counters, new JsonLog("market-data", _run.Paths.RunId));
        _server.Add(_run.Paths, StreamId.Market, _context, symbols, _publisher, tcp);
        _server.Start();
    }

    public void Dispose()
    {
        _server.Dispose();
        _publisher.Dispose();
        _clients.Dispose();
        _context.Dispose();
        _run.Dispose();
    }

    [PyZmqFact]
    public void A_listed_client_gets_replay_and_publishing_by_tcp_while_ipc_goes_on_without_keys()
    {
        Publish(3000);
        using PythonProcess python = Start(_serverKeys.Public, _friendKeys);
        Assert.Equal("3000", python.ReadLine());
        Publish(1000);
        Assert.True(Poll.Until(
            () =>
            {
                _publisher.Work();
                return python.HasExited;
            },
            PatienceNs));
        Assert.Equal("<market 4000 Quote instrument 3>", Assert.Single(python.ReadToEnd()));
        Assert.Equal(0, _clients.Refused);

        using ReplayClient local = new(_context, _run.Paths);
        Assert.Equal(2u, local.Ask(1, 2).Page.Records);
    }

    [PyZmqFact]
    public void A_client_that_is_not_listed_gets_nothing()
    {
        Publish(10);
        using PythonProcess python = Start(_serverKeys.Public, ZmqCurveKeys.Generate());
        Assert.Equal("no answer", Assert.Single(python.ReadToEnd()));
        Assert.True(_clients.Refused > 0);
    }

    [PyZmqFact]
    public void One_without_keys_or_with_the_key_of_another_server_gets_nothing()
    {
        Publish(10);
        using PythonProcess plain = Start("", _friendKeys);
        using PythonProcess mistaken = Start(ZmqCurveKeys.Generate().Public, _friendKeys);
        Assert.Equal("no answer", Assert.Single(plain.ReadToEnd()));
        Assert.Equal("no answer", Assert.Single(mistaken.ReadToEnd()));
    }

    [Fact]
    public void The_public_key_follows_from_the_secret()
    {
        ZmqCurveKeys keys = ZmqCurveKeys.FromSecret(_serverKeys.Secret);
        Assert.Equal((_serverKeys.Public, _serverKeys.Secret), (keys.Public, keys.Secret));
        _ = Assert.Throws<ArgumentException>(() => ZmqCurveKeys.FromSecret(new string('"', 40)));
        _ = Assert.Throws<ArgumentException>(() => ZmqCurveKeys.FromSecret(_serverKeys.Secret[1..]));
    }

    [Fact]
    public void A_second_list_in_one_context_is_refused()
    {
        ZmqException error = Assert.Throws<ZmqException>(() => new ZmqCurveClients(_context, []));
        Assert.StartsWith("bind inproc://zeromq.zap.01", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_published_by_tcp_unless_it_is_configured() =>
        Assert.Null(TcpPublishing.From(new PublishOptions()));

    private PythonProcess Start(string server, ZmqCurveKeys keys) => new(
        Program, $"tcp://127.0.0.1:{_port}", $"tcp://127.0.0.1:{_port + 1}", server, keys.Public, keys.Secret);

    private void Publish(int records)
    {
        for (int i = 0; i < records; i++)
        {
            TestRecord.Write(_writer, _writer.LastSequence + 1, 24);
            _writer.Commit(1);
        }

        while (_publisher.LastSequence < _writer.LastSequence)
        {
            _publisher.Work();
        }
    }
}
