using System.Text;
using System.Text.Json;
using Artic.Core.Time;
using Artic.Hosting.Accounts;
using Artic.Hosting.Commands;
using Artic.Hosting.Kill;
using Artic.Hosting.Limits;
using Artic.Hosting.Logs;
using Artic.Hosting.Net;
using Artic.Hosting.Options;
using Artic.Hosting.Publishing;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Control;
using Artic.Streams.Counters;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.Streams.Tests.Publishing;

public sealed class CommandSocketTests : IDisposable
{
    public const string Token = "the-token-of-this-run";

    private const string AnnsToken = "the-token-of-ann";

    private static readonly PipelineOptions s_options = new()
    {
        Strategies = [new StrategyOptions { Id = 2 }], Instruments = [new InstrumentOptions { Id = 1, Symbol = "BTCUSDT" }],
    };

    private const string KillProgram = """
        import json, sys, zmq
        socket = zmq.Context().socket(zmq.DEALER)
        socket.linger = 0
        socket.rcvtimeo = 10000
        socket.connect(sys.argv[1])
        for token in ["wrong", sys.argv[2]]:
            socket.send(json.dumps({"command": "kill", "reason": "from python", "token": token}).encode())
            print(socket.recv().decode())
        print(socket.recv().decode())
        """;

    private readonly TestRun _run = new();
    private readonly ZmqContext _context = new();
    private readonly CountersFile _counters;
    private readonly List<(string By, string Reason)> _asked = [];

    public CommandSocketTests() => _counters = _run.Own(CountersFile.OpenOrCreate(_run.Paths.Counters("risk-manager")));

    public void Dispose()
    {
        _context.Dispose();
        _run.Dispose();
    }

    [PyZmqFact]
    public void Python_is_refused_without_the_token_and_gets_both_answers_with_it_in_their_order()
    {
        AccountFolder account = new(Path.Combine(_run.Paths.RunFolder, "account"));
        using KillWord word = KillWord.Open(_run.Paths.ControlFolder);
        KillProcedure procedure = new(_run.Paths, account, 1000);
        using CommandSocket socket = Open(procedure.Execute);
        using PythonProcess python = new(KillProgram, $"ipc://{_run.Paths.Sockets}/risk-manager.command", Token);
        string[] answers = python.ReadToEnd();

        Assert.Equal("""{"error":"TOKEN_MISSING_OR_WRONG"}""", answers[0]);
        Assert.Matches("""^{"event":"latched","generation":1,"latched_us":\d+}$""", answers[1]);
        Assert.Matches(
            """^{"event":"stopped","generation":1,"stopped_us":\d+,"engine_ended":false,"open_orders":0}$""",
            answers[2]);
        Assert.Equal(1, word.Generation);
        Assert.Equal((1, 0), account.ReadLatch());
        LatchLine kill = account.ReadHistory().Whole.LastKill!;
        Assert.Equal("zeromq-token", kill.By);
        Assert.Equal("from python", kill.Reason);
        Assert.Equal(1, _counters.Value("commands_total"));
        Assert.Equal(1, _counters.Value("commands_refused_total"));
        Assert.Equal(1, _counters.Value("commands_refused_token_total"));
    }

    [Fact]
    public void Latched_is_answered_while_the_kill_still_waits_for_the_engine()
    {
        using ManualResetEventSlim stopped = new();
        using CommandSocket socket = Open((request, latched) =>
        {
            latched(new KillLatched(41, 812_999));
            stopped.Wait();
            return new KillResult(41, 812_999, 97_000_000, EngineEnded: true, OpenOrders: 3);
        });
        using CommandClient client = new(_context, _run.Paths);
        client.Send("kill");
        Assert.Equal("""{"event":"latched","generation":41,"latched_us":812}""", client.Receive().GetRawText());
        Assert.False(client.HasAnswer(withinMs: 100));
        stopped.Set();
        Assert.Equal(
            """{"event":"stopped","generation":41,"stopped_us":97000,"engine_ended":true,"open_orders":3}""",
            client.Receive().GetRawText());
    }

    [Fact]
    public void Kills_at_once_do_not_wait_for_each_other()
    {
        const int Kills = 16;
        using CountdownEvent latchedAll = new(Kills);
        int generation = 0;
        using CommandSocket socket = Open((request, latched) =>
        {
            int mine = Interlocked.Increment(ref generation);
            latched(new KillLatched(mine, 1000));
            latchedAll.Signal();
            Assert.True(latchedAll.Wait(CommandClient.PatienceMs), "a kill waits for another");
            return new KillResult(mine, 1000, 2000, false, 0);
        });
        using CommandClient client = new(_context, _run.Paths);
        for (int i = 0; i < Kills; i++)
        {
            client.Send("kill");
        }

        HashSet<long> stopped = [];
        HashSet<long> latchedFirst = [];
        for (int i = 0; i < 2 * Kills; i++)
        {
            JsonElement answer = client.Receive();
            long its = answer.GetProperty("generation").GetInt64();
            if (answer.GetProperty("event").GetString() == "latched")
            {
                Assert.True(latchedFirst.Add(its));
            }
            else
            {
                Assert.Contains(its, latchedFirst);
                Assert.True(stopped.Add(its));
            }
        }

        Assert.Equal(Kills, stopped.Count);
    }

    [Fact]
    public void A_kill_is_latched_within_milliseconds_of_the_request()
    {
        using CommandSocket socket = Open(Recorded);
        using CommandClient client = new(_context, _run.Paths);
        client.Send("ping");
        _ = client.Receive();
        long best = long.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            long begin = Clock.MonotonicNs();
            client.Send("kill");
            _ = client.Receive();
            best = Math.Min(best, Clock.MonotonicNs() - begin);
            _ = client.Receive();
        }

        // Well under the period at which the thread looks by itself: the wake-up works.
        Assert.InRange(best, 0, 20_000_000);
    }

    [Fact]
    public void A_request_socket_gets_the_first_answer_behind_its_own_envelope()
    {
        using CommandSocket socket = Open(Recorded);
        using CommandClient client = new(_context, _run.Paths, ZmqSocketType.Req);
        client.Send("kill");
        Assert.Equal("latched", client.Receive().GetProperty("event").GetString());
        client.Send("ping");
        Assert.Equal("""{"event":"pong","service":"risk-manager"}""", client.Receive().GetRawText());
    }

    [Fact]
    public void A_dealer_may_put_an_empty_delimiter_in_front_and_gets_it_back()
    {
        using CommandSocket socket = Open(Recorded);
        using ZmqSocket dealer = new(_context, ZmqSocketType.Dealer) { ReceiveTimeoutMs = CommandClient.PatienceMs };
        dealer.Connect($"ipc://{_run.Paths.Sockets}/risk-manager.command");
        Assert.True(dealer.TrySend([], more: true));
        string ping = $$"""{"command":"ping","token":"{{Token}}"}""";
        Assert.True(dealer.TrySend(Encoding.UTF8.GetBytes(ping), more: false));
        byte[] buffer = new byte[256];
        Assert.True(dealer.TryReceive(buffer, out int length, out bool more));
        Assert.Equal(0, length);
        Assert.True(more);
        Assert.True(dealer.TryReceive(buffer, out length, out more));
        Assert.False(more);
        Assert.Equal("""{"event":"pong","service":"risk-manager"}""", Encoding.UTF8.GetString(buffer, 0, length));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("the-token-of-this-ru")]
    [InlineData("the-token-of-this-runs")]
    [InlineData("THE-TOKEN-OF-THIS-RUN")]
    public void Nothing_is_done_without_the_token(string? token)
    {
        using CommandSocket socket = Open(Recorded, static _ => ResumeAnswer.Refused("NOTHING_TO_RESUME", "x"));
        using CommandClient client = new(_context, _run.Paths);
        foreach (string command in (string[])["kill", "resume", "ping", "no such command"])
        {
            client.Send(command, token);
            Assert.Equal("""{"error":"TOKEN_MISSING_OR_WRONG"}""", client.Receive().GetRawText());
        }

        Assert.Empty(_asked);
        Assert.Equal(0, _counters.Value("commands_total"));
        Assert.Equal(4, _counters.Value("commands_refused_total"));
        Assert.Equal(4, _counters.Value("commands_refused_token_total"));
    }

    [Fact]
    public void An_unknown_command_is_answered_with_those_there_are()
    {
        using CommandSocket socket = Open(Recorded);
        using CommandClient client = new(_context, _run.Paths);
        client.Send("resume");
        Assert.Equal("""{"error":"COMMAND_UNKNOWN","known":["kill","ping"]}""", client.Receive().GetRawText());
        Assert.Equal(1, _counters.Value("commands_refused_unknown_total"));
    }

    [Fact]
    public void A_resume_is_handed_on_and_its_refusal_comes_back()
    {
        Queue<ResumeAnswer> outcomes = new(
            [
                ResumeAnswer.Refused("NOTHING_TO_RESUME", "it is not killed"),
                new ResumeAnswer { Outcome = ResumeOutcome.Resumed, Generation = 4, By = "ann" },
            ]);
        using CommandSocket socket = Open(Recorded, request =>
        {
            Assert.False(request.IsNamed);
            _asked.Add((request.By, request.Reason));
            return outcomes.Dequeue();
        });
        using CommandClient client = new(_context, _run.Paths);
        client.Send("resume", reason: "looked at it");
        Assert.Equal("""{"error":"NOTHING_TO_RESUME","message":"it is not killed"}""", client.Receive().GetRawText());
        client.Send("resume", reason: "looked again");
        Assert.Equal("""{"event":"resumed","resumed_generation":4,"by":"ann"}""", client.Receive().GetRawText());
        Assert.Equal([(CommandSocket.Way, "looked at it"), (CommandSocket.Way, "looked again")], _asked);
        client.Send("nothing");
        Assert.Equal("""{"error":"COMMAND_UNKNOWN","known":["kill","ping","resume"]}""", client.Receive().GetRawText());
    }

    [Fact]
    public void A_kill_of_a_part_names_it_and_one_of_what_is_not_there_stops_nothing_and_names_what_is()
    {
        using CommandSocket socket = Open(Recorded);
        using CommandClient client = new(_context, _run.Paths);
        client.Send(Encoding.UTF8.GetBytes(
            $$"""{"token":"{{AnnsToken}}","command":"kill","reason":"x","scope":"strategy:2","flatten":true}"""));
        Assert.Equal(
            """{"event":"latched","generation":1,"latched_us":1,"scope":"strategy:2","widened":false}""",
            client.Receive().GetRawText());
        Assert.Equal(
            """{"event":"stopped","generation":1,"stopped_us":2,"engine_ended":false,"open_orders":0,"scope":"strategy:2","widened":false}""",
            client.Receive().GetRawText());
        Assert.Equal("flattened", client.Receive().GetProperty("event").GetString());
        Assert.Equal([("ann", "x")], _asked);
        foreach (string scope in (string[])["\"strategy:3\"", "\"instrument:ETHUSDT\"", "\"everything\"", "5", "[\"strategy:2\"]"])
        {
            client.Send(Encoding.UTF8.GetBytes($$"""{"token":"{{Token}}","command":"kill","scope":{{scope}}}"""));
            Assert.Equal(
                """{"error":"SCOPE_UNKNOWN","message":"the scopes are firm, account, venue, strategy:2, instrument:BTCUSDT"}""",
                client.Receive().GetRawText());
        }

        Assert.Single(_asked);
        client.Send(Encoding.UTF8.GetBytes($$"""{"token":"{{Token}}","command":"kill","scope":"venue"}"""));
        Assert.Equal("""{"event":"latched","generation":1,"latched_us":1}""", client.Receive().GetRawText());
    }

    [Fact]
    public void A_kill_needs_no_reason()
    {
        using CommandSocket socket = Open(Recorded);
        using CommandClient client = new(_context, _run.Paths);
        client.Send(Encoding.UTF8.GetBytes($$"""{"token":"{{Token}}","command":"kill"}"""));
        Assert.Equal("latched", client.Receive().GetProperty("event").GetString());
        Assert.Equal("stopped", client.Receive().GetProperty("event").GetString());
        Assert.Equal([(CommandSocket.Way, "")], _asked);
    }

    [Fact]
    public void A_kill_that_fails_says_so_and_the_next_one_works()
    {
        bool broken = true;
        using CommandSocket socket = Open((request, latched) => broken
            ? throw new IOException("the disk is full")
            : Recorded(request, latched));
        using CommandClient client = new(_context, _run.Paths);
        client.Send("kill");
        Assert.Equal("""{"error":"KILL_FAILED","message":"the disk is full"}""", client.Receive().GetRawText());
        broken = false;
        client.Send("kill");
        Assert.Equal("latched", client.Receive().GetProperty("event").GetString());
        Assert.Equal("stopped", client.Receive().GetProperty("event").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("kill")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"command\":null}")]
    [InlineData("{\"command\":7}")]
    [InlineData("{\"command\":\"kill\",\"token\":{}}")]
    [InlineData("{\"command\":\"kill\"")]
    [InlineData("{\"command\":\"\\ud800\"}")]
    [InlineData("{\"command\":\"kill\",\"command\":")]
    public void What_is_no_request_is_malformed(string text)
    {
        using CommandSocket socket = Open(Recorded);
        using CommandClient client = new(_context, _run.Paths);
        client.Send(Encoding.UTF8.GetBytes(text));
        Assert.Equal("""{"error":"MALFORMED"}""", client.Receive().GetRawText());
        Assert.Equal(1, _counters.Value("commands_refused_malformed_total"));
    }

    [Fact]
    public void A_request_of_4_kib_is_taken_and_a_longer_one_is_malformed()
    {
        using CommandSocket socket = Open(Recorded);
        using CommandClient client = new(_context, _run.Paths);
        string start = $$"""{"command":"ping","token":"{{Token}}"}""";
        client.Send(Encoding.UTF8.GetBytes(start.PadRight(4096)));
        Assert.Equal("pong", client.Receive().GetProperty("event").GetString());
        client.Send(Encoding.UTF8.GetBytes(start.PadRight(4097)));
        Assert.Equal("""{"error":"MALFORMED"}""", client.Receive().GetRawText());
    }

    [Fact]
    public void A_peer_that_sends_a_flood_of_bytes_is_cut_off_and_the_others_are_served()
    {
        using CommandSocket socket = Open(Recorded);
        using CommandClient other = new(_context, _run.Paths);
        using CommandClient flood = new(_context, _run.Paths);
        flood.Send(new byte[1 << 20]);
        Assert.False(flood.HasAnswer(withinMs: 200));
        other.Send("ping");
        Assert.Equal("pong", other.Receive().GetProperty("event").GetString());
    }

    [Fact]
    public void Garbage_harms_nothing()
    {
        using CommandSocket socket = Open(Recorded);
        Random random = new(20_240_229);
        using CommandClient garbage = new(_context, _run.Paths);
        for (int i = 0; i < 2000; i++)
        {
            byte[][] frames = new byte[random.Next(1, 7)][];
            for (int frame = 0; frame < frames.Length; frame++)
            {
                frames[frame] = new byte[random.Next(3) == 0 ? 0 : random.Next(5000)];
                random.NextBytes(frames[frame]);
            }

            garbage.Send(frames);
        }

        using CommandClient client = new(_context, _run.Paths);
        client.Send("kill");
        Assert.Equal("latched", client.Receive().GetProperty("event").GetString());
        Assert.Equal("stopped", client.Receive().GetProperty("event").GetString());
        Assert.True(Poll.Until(
            () => _counters.Value("commands_refused_malformed_total") == 2000, CommandClient.PatienceMs * 1_000_000L));
        Assert.Equal(1, _counters.Value("commands_total"));
    }

    [Fact]
    public void Closing_lets_a_kill_that_runs_end_and_answers_it()
    {
        using ManualResetEventSlim stopped = new();
        CommandSocket socket = Open((request, latched) =>
        {
            latched(new KillLatched(1, 1000));
            stopped.Wait();
            return new KillResult(1, 1000, 2000, false, 0);
        });
        using CommandClient client = new(_context, _run.Paths);
        client.Send("kill");
        Assert.Equal("latched", client.Receive().GetProperty("event").GetString());
        Thread closing = new(socket.Dispose);
        closing.Start();
        Assert.False(closing.Join(100));
        stopped.Set();
        Assert.True(closing.Join(CommandClient.PatienceMs));
        Assert.Equal("stopped", client.Receive().GetProperty("event").GetString());
    }

    [Fact]
    public void Closing_takes_no_time_where_nothing_runs()
    {
        CommandSocket socket = Open(Recorded);
        using CommandClient client = new(_context, _run.Paths);
        client.Send("ping");
        Assert.Equal("pong", client.Receive().GetProperty("event").GetString());
        long begin = Clock.MonotonicNs();
        socket.Dispose();
        Assert.InRange(Clock.MonotonicNs() - begin, 0, 1_000_000_000);
    }

    [Fact]
    public void The_end_of_the_context_ends_the_thread()
    {
        CommandSocket socket = Open(Recorded);
        _context.Dispose();
        socket.Dispose();
    }

    [Fact]
    public void A_run_without_a_token_has_no_command_socket() =>
        Assert.Throws<ArgumentException>(() => new CommandTokens(" "));

    [Fact]
    public void The_socket_is_for_owner_and_group()
    {
        using CommandSocket socket = Open(Recorded);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
            File.GetUnixFileMode(Path.Combine(_run.Paths.Sockets, "risk-manager.command")));
    }

    [Fact]
    public void A_limit_is_set_for_who_asks_and_answered_with_its_record()
    {
        TestLimits book = new();
        using CommandSocket socket = Open(Recorded, limits: new LimitDesk(book));
        using CommandClient client = new(_context, _run.Paths);
        SetLimit(client, ("name", "max_position"), ("value", "0.5"), ("reason", "a calm day"), ("by", "ann"));
        Assert.Equal(
            """{"event":"limit_set","name":"max_position","scope":"account","value":"0.5","before":"4","loosened":false,"by":"zeromq-token: ann","sequence":77}""",
            client.Receive().GetRawText());
        SetLimit(client, ("name", "price_collar_bps"), ("value", "25"), ("reason", "a drill"), ("scope", "account"));
        Assert.Equal("zeromq-token", client.Receive().GetProperty("by").GetString());
        Assert.Equal(
            [(LimitName.MaxPosition, 50_000_000L, "a calm day"), (LimitName.PriceCollarBps, 25L, "a drill")],
            book.Commands.Select(command => (command.Name, command.Value, command.Reason)));
        client.Send("limits");
        Assert.Equal(
            """
            {"max_order_value":"1","max_order_quantity":"2","max_position":"0.5","max_daily_loss":"8","price_collar_bps":25,"orders_per_second":32,"order_burst":64,"stale_quote_ms":128}
            """,
            client.Receive().GetProperty("limits").GetRawText());
        Assert.Equal(3, _counters.Value("commands_total"));
        Assert.Equal(0, _counters.Value("commands_refused_total"));
    }

    [Fact]
    public void A_limit_that_lets_more_pass_is_marked_and_a_reset_takes_what_the_configuration_says()
    {
        TestLimits book = new();
        using CommandSocket socket = Open(Recorded, limits: new LimitDesk(book));
        using CommandClient client = new(_context, _run.Paths);
        SetLimit(client, ("name", "max_position"), ("value", "5"), ("reason", "a wild day"));
        Assert.True(client.Receive().GetProperty("loosened").GetBoolean());
        client.Send(Encoding.UTF8.GetBytes(
            $$"""{"command":"set_limit","name":"max_position","reset":true,"reason":"it is over","token":"{{Token}}"}"""));
        JsonElement reset = client.Receive();
        Assert.Equal(("5", "4"), (reset.GetProperty("before").GetString(), reset.GetProperty("value").GetString()));
        Assert.Equal(
            [(500_000_000L, true, false), (400_000_000L, false, true)],
            book.Commands.Select(command => (command.Value, command.Loosened, command.IsReset)));
        client.Send(Encoding.UTF8.GetBytes(
            $$"""{"command":"set_limit","name":"max_position","value":"1","reset":true,"reason":"x","token":"{{Token}}"}"""));
        Assert.Equal("LIMIT_VALUE", client.Receive().GetProperty("error").GetString());
        client.Send(Encoding.UTF8.GetBytes($$"""{"command":"limits","scope":"venus","token":"{{Token}}"}"""));
        Assert.Equal("SCOPE_UNKNOWN", client.Receive().GetProperty("error").GetString());
    }

    [Fact]
    public void An_override_is_passed_on_with_who_and_why_and_its_answer_comes_back()
    {
        using CommandSocket socket = Open(
            Recorded, overrides: (string proved, long denial, string? by, string? reason, out bool isApproved) =>
            {
                isApproved = denial == 7;
                return Encoding.UTF8.GetBytes($$"""{"said":"{{proved}} {{denial}} {{by}} {{reason}}"}""");
            });
        using CommandClient client = new(_context, _run.Paths);
        foreach (int denial in (int[])[7, 8])
        {
            client.Send(Encoding.UTF8.GetBytes(
                $$"""{"command":"override","denial":{{denial}},"by":"ann","reason":"hedge","token":"{{Token}}"}"""));
            Assert.Equal($"zeromq-token {denial} ann hedge", client.Receive().GetProperty("said").GetString());
        }

        Assert.True(Poll.Until(() => _counters.Value("commands_refused_content_total") == 1, 5_000_000_000));
    }

    [Fact]
    public void A_peer_without_the_token_is_told_to_wait_after_a_burst_and_a_kill_with_it_passes_all_the_same()
    {
        using CommandSocket socket = Open(Recorded);
        using CommandClient client = new(_context, _run.Paths);
        for (int i = 0; i < UnauthorizedPeers.Burst; i++)
        {
            client.Send("""{"command":"kill","token":"guess"}"""u8.ToArray());
            Assert.Equal("TOKEN_MISSING_OR_WRONG", client.Receive().GetProperty("error").GetString());
        }

        client.Send("""{"command":"kill","token":"guess"}"""u8.ToArray());
        JsonElement limited = client.Receive();
        Assert.Equal("TOO_MANY_UNAUTHORIZED", limited.GetProperty("error").GetString());
        Assert.Equal(1, limited.GetProperty("retry_after_s").GetInt32());
        client.Send("kill");
        Assert.Equal("latched", client.Receive().GetProperty("event").GetString());
        using CommandClient another = new(_context, _run.Paths);
        another.Send("""{"command":"ping"}"""u8.ToArray());
        Assert.Equal("TOKEN_MISSING_OR_WRONG", another.Receive().GetProperty("error").GetString());
        Assert.Equal(UnauthorizedPeers.Burst + 2, _counters.Value("commands_unauthorized_total"));
        Assert.Equal(1, _counters.Value("commands_rate_limited_total"));
    }

    [Theory]
    [InlineData("max_orders", "1", "x", null, null, "LIMIT_UNKNOWN")]
    [InlineData(null, "1", "x", null, null, "LIMIT_UNKNOWN")]
    [InlineData("lease_ms", "1", "x", null, null, "LIMIT_UNKNOWN")]
    [InlineData("max_position", "0", "x", null, null, "LIMIT_VALUE")]
    [InlineData("max_position", "unlimited", "x", null, null, "LIMIT_VALUE")]
    [InlineData("max_position", null, "x", null, null, "LIMIT_VALUE")]
    [InlineData("order_burst", "100001", "x", null, null, "LIMIT_VALUE")]
    [InlineData("max_position", "1", " ", null, null, "REASON_MISSING")]
    [InlineData("max_position", "1", null, null, null, "REASON_MISSING")]
    [InlineData("max_position", "1", "x", null, "BTCUSDT", "SCOPE_UNKNOWN")]
    [InlineData("max_position", "1", "x", "a name of more than sixty-four characters, which is more than anyone's name has", null, "TEXT_TOO_LONG")]
    [InlineData("max_position", "3", "x", null, null, "LIMIT_NOT_TAKEN")]
    public void A_limit_that_cannot_be_is_refused_with_a_code_and_counted(
        string? name, string? value, string? reason, string? by, string? scope, string code)
    {
        TestLimits book = new() { Refused = 300_000_000 };
        using CommandSocket socket = Open(Recorded, limits: new LimitDesk(book));
        using CommandClient client = new(_context, _run.Paths);
        SetLimit(client, ("name", name), ("value", value), ("reason", reason), ("by", by), ("scope", scope));
        JsonElement answer = client.Receive();
        Assert.Equal(code, answer.GetProperty("error").GetString());
        Assert.NotEmpty(answer.GetProperty("message").GetString()!);
        Assert.Empty(book.Commands);
        Assert.True(Poll.Until(() => _counters.Value("commands_refused_content_total") == 1, 5_000_000_000));
        client.Send(Encoding.UTF8.GetBytes($$"""{"command":"set_limit","name":["x"],"token":"{{Token}}"}"""));
        Assert.Equal("MALFORMED", client.Receive().GetProperty("error").GetString());
    }

    [Fact]
    public void A_service_without_limits_does_not_know_their_commands()
    {
        using CommandSocket socket = Open(Recorded);
        using CommandClient client = new(_context, _run.Paths);
        SetLimit(client, ("name", "max_position"), ("value", "1"), ("reason", "x"));
        Assert.Equal("""{"error":"COMMAND_UNKNOWN","known":["kill","ping"]}""", client.Receive().GetRawText());
    }

    private static void SetLimit(CommandClient client, params (string Name, string? Value)[] members)
    {
        Dictionary<string, string?> request = new() { ["command"] = "set_limit", ["token"] = Token };
        foreach ((string name, string? value) in members)
        {
            request[name] = value;
        }

        client.Send(JsonSerializer.SerializeToUtf8Bytes(request));
    }

    private CommandSocket Open(
        KillAction kill, Func<ResumeRequest, ResumeAnswer>? resume = null, LimitDesk? limits = null,
        Func<KillResult, FlattenAnswer>? flatten = null, OverrideAction? overrides = null) => new(
            _run.Paths, "risk-manager", new CommandTokens(Token, new Dictionary<string, string> { ["ann"] = AnnsToken }), _context,
            _counters, new UnauthorizedPeers(_counters), Log(), new CommandActions
            {
                Kill = kill, KillThreads = new KillThreads(), Scopes = new KillScopes(s_options), Resume = resume, Limits = limits, Overrides = overrides,
                Flatten = flatten ?? (static _ => new FlattenAnswer(FlattenAnswer.RiskManagerSilent, 0)),
            });

    private JsonLog Log() => new("risk-manager", _run.Paths.RunId);

    private KillResult Recorded(KillRequest request, Action<KillLatched> latched)
    {
        lock (_asked)
        {
            _asked.Add((request.By, request.Reason));
        }

        latched(new KillLatched(1, 1000, request.Scope.Name));
        return new KillResult(1, 1000, 2000, false, 0) { Scope = request.Scope };
    }
}
