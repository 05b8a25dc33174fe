using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Artic.Hosting.Commands;
using Artic.Hosting.Kill;
using Artic.Hosting.Limits;
using Artic.Hosting.Logs;
using Artic.Hosting.Net;
using Artic.Hosting.Options;
using Artic.Hosting.Publishing;
using Artic.Messaging.Records;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Tests.Log;
using Artic.V1;

namespace Artic.Streams.Tests.Publishing;

/// <summary>What the Python client reads from disk, knows by number, and commands.</summary>
public sealed class PythonClientTests : IDisposable
{
    private const int RecordBytes = 48 + TestRecord.LargePayload;

    private const string ReadAll = """
        import struct, sys, artic
        run, begin, end = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
        count = 0
        try:
            for record in artic.StreamReader(run, "market").read(begin, end or None):
                number = begin + count
                word, = struct.unpack_from("<q", record.payload)
                found = (record.sequence, record.type, record.instrument_id, record.origin_ns, record.cause_sequence,
                         record.cause_stream, record.published_ns, record.step_continues, len(record.payload), word)
                wanted = (number, 17, number % 7, number * 3, number * 5, 1, (number + 1) // 2, number % 2 == 1, 4000,
                          number * 1000003)
                if found != wanted:
                    sys.exit(f"{found} came in place of {wanted}")
                count += 1
            print(count)
        except artic.ArticError as error:
            print(f"{count} {type(error).__name__}: {error}")
        """;

    private const string Command = """
        import sys, artic
        for service, reason in (("risk-manager", "from python"), ("execution-engine", "again")):
            with artic.Commands(sys.argv[1], service) as commands:
                commands.ping()
                print(commands.kill(reason))
                print(commands.kill(reason, scope="strategy:1", flatten=True))
                try:
                    print(commands.resume("looked at it"))
                    print(commands.resume("again", scope="strategy:1"))
                    commands.kill(scope="strategy:9")
                except artic.CommandRefused as refused:
                    print(refused.code)
        """;

    private const string Refused = """
        import sys, artic
        for service in ("risk-manager", "execution-engine"):
            with artic.Commands(sys.argv[1], service, timeout=0.3) as commands:
                try:
                    commands.kill("from python")
                except artic.ArticError as error:
                    print(type(error).__name__, error)
        """;

    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [PyZmqFact]
    public void It_reads_what_was_archived_here_from_any_record_on()
    {
        Archive(segments: 3, out long last);
        Assert.Equal(["6300"], Read(1, 0));
        Assert.Equal(6300, last);
        Assert.Equal(["2301"], Read(4000, 0));
        Assert.Equal(["101"], Read(4000, 4100));
        Assert.Equal(["0"], Read(6301, 0));
    }

    [PyZmqFact]
    public void It_refuses_a_flipped_byte_by_file_and_place_after_all_that_is_whole()
    {
        Archive(segments: 3, out _);
        string path = _run.Archived(StreamId.Market, 1);
        long place = 5_000_001;
        byte[] bytes = File.ReadAllBytes(path);
        bytes[place] ^= 1;
        File.WriteAllBytes(path, bytes);

        string said = Assert.Single(Read(1, 0));
        (long start, long end) = BlockOf(path, place);
        Assert.EndsWith(
            $" StreamCorrupt: {path}: the bytes {start} to {end} are not those that were written (SHA-256 differs)", said);
        long firstOfSegment = SegmentFile.Read64(path, SegmentFile.FirstSequence);
        Assert.Equal($"{firstOfSegment - 1 + ((start - SegmentFile.Data) / RecordBytes)}", said.Split(' ')[0]);
        Assert.Equal(["50"], Read(firstOfSegment - 50, firstOfSegment - 1));
    }

    [PyZmqFact]
    public void It_refuses_another_version_another_run_and_what_has_no_checksums_by_name()
    {
        Archive(segments: 2, out _);
        string path = _run.Archived(StreamId.Market, 0);
        uint version = SegmentFile.Read32(path, SegmentFile.Version);
        SegmentFile.Write32(path, SegmentFile.Version, version + 1);
        Assert.Equal(
            [$"0 StreamCorrupt: {path} has format {version + 1}; this program reads format {version}"], Read(1, 0));
        SegmentFile.Write32(path, SegmentFile.Version, version);

        long run = SegmentFile.Read64(path, SegmentFile.RunHash);
        SegmentFile.Write64(path, SegmentFile.RunHash, run ^ 1);
        Assert.Equal(
            [$"0 StreamCorrupt: {path} belongs to another run or stream, not to 'market' of {_run.Paths.RunFolder}"],
            Read(1, 0));
        SegmentFile.Write64(path, SegmentFile.RunHash, run);

        File.Move(Path.ChangeExtension(path, ".sha256"), Path.ChangeExtension(path, ".aside"));
        Assert.Equal([$"0 StreamCorrupt: {path} has no checksums beside it (00000000.sha256)"], Read(1, 0));
        File.Move(Path.ChangeExtension(path, ".aside"), Path.ChangeExtension(path, ".sha256"));

        File.Delete(path);
        string said = Assert.Single(Read(1, 0));
        Assert.StartsWith("0 RecordsUnavailable: the stream 'market' of", said);
    }

    [PyZmqFact]
    public void A_last_checksum_that_is_just_being_written_is_passed_over()
    {
        Archive(segments: 1, out long last);
        string checksums = Path.ChangeExtension(_run.Archived(StreamId.Market, 0), ".sha256");
        using (FileStream file = new(checksums, FileMode.Append))
        {
            file.Write(new byte[39]);
        }

        Assert.Equal([$"{last}"], Read(1, 0));
    }

    [PyZmqFact]
    public void It_knows_every_stream_and_every_type_of_record()
    {
        using PythonProcess python = new(
            "import json; from artic import records; print(json.dumps([records.STREAMS, records.TYPE_NAMES]))");
        JsonElement known = JsonDocument.Parse(Assert.Single(python.ReadToEnd())).RootElement;
        Assert.Equal(
            Enum.GetValues<StreamId>().Where(stream => stream != StreamId.None)
                .Select(stream => (RunPaths.NameOf(stream), (int)stream)),
            known[0].EnumerateObject().Select(stream => (stream.Name, stream.Value.GetInt32())));
        Assert.Equal(
            Enum.GetValues<RecordType>().Select(type => ($"{(int)type}", $"{type}")),
            known[1].EnumerateObject().Select(type => (type.Name, type.Value.GetString()!)));
    }

    [ProtocFact]
    public void Its_generated_messages_are_those_of_the_proto_files()
    {
        string into = Path.Combine(_run.Paths.RunFolder, "generated");
        _ = Directory.CreateDirectory(into);
        using Process generate = Process.Start(Path.Combine(PythonProcess.ClientFolder, "generate"), [into]);
        generate.WaitForExit();
        Assert.Equal(0, generate.ExitCode);
        string[] generated = Directory.GetFiles(Path.Combine(into, "artic", "v1"));
        string kept = Path.Combine(PythonProcess.ClientFolder, "src", "artic", "v1");
        Assert.Equal(
            generated.Select(Path.GetFileName).Append("__init__.py").Order(),
            Directory.GetFiles(kept).Select(Path.GetFileName).Order());
        foreach (string file in generated)
        {
            Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(kept, Path.GetFileName(file))));
        }
    }

    [PyZmqFact]
    public void It_prints_prices_at_the_scale_that_each_record_says()
    {
        using (RecordWriter writer = _run.Writer(StreamId.Market))
        {
            writer.Append(RecordType.Instrument, new Instrument { InstrumentId = 1, Symbol = "SHIBUSDT", PriceScale = 10, QuantityScale = 8, TickSize = 1 });
            writer.Append(RecordType.Quote, new Quote { InstrumentId = 1, BidPrice = 123_455, AskPrice = 123_460, PriceScale = 10 });
            writer.Append(RecordType.Trade, new Trade { InstrumentId = 1, Price = long.MaxValue - 1, PriceScale = 18 });
            writer.Append(RecordType.Bar, new Bar { InstrumentId = 1, Close = 6_000_943_000_000 });
            writer.Commit(1);
            using StreamArchiver archiver = new(_run.Paths, writer, ArchivePolicy.Default);
            Assert.True(archiver.Flush());
        }

        using PythonProcess python = new(
            """
            import sys, artic
            for record in artic.StreamReader(sys.argv[1], "market"):
                message = record.message
                for name in ("tick_size", "bid_price", "ask_price", "price", "close"):
                    if hasattr(message, name):
                        print(name, artic.decimal(getattr(message, name), artic.price_scale(message)))
            """,
            _run.Paths.RunFolder);
        Assert.Equal(
            [
                "tick_size 0.0000000001", "bid_price 0.0000123455", "ask_price 0.0000123460", "price 9.223372036854775806",
                "close 60009.43000000",
            ],
            python.ReadToEnd());
    }

    [PyZmqFact]
    public void It_kills_and_resumes()
    {
        const string Whole =
            "Killed(generation=1, latched_us=1, stopped_us=2, engine_ended=True, open_orders=3, scope='', widened='', flattened=None)";
        const string Part =
            "Killed(generation=1, latched_us=1, stopped_us=2, engine_ended=True, open_orders=3, scope='strategy:1', widened='', " +
            "flattened=Flattened(flat=False, outcome='GAVE_UP', orders=3, instruments_left=1, left_in='instrument:BTCUSDT', left='0.00001000'))";
        File.WriteAllText(Path.Combine(_run.Paths.RunFolder, "token"), CommandSocketTests.Token + "\n");
        List<string> asked = [];
        using ZmqContext context = new();
        using CommandSocket risk = Serve(context, "risk-manager", asked, request =>
        {
            asked.Add($"resume {request.Scope.Name}: {request.Reason}");
            return new ResumeAnswer
            {
                Outcome = request.Scope.IsWhole ? ResumeOutcome.Resumed : ResumeOutcome.Requested, Generation = 4, By = "ann",
            };
        });
        using CommandSocket engine = Serve(context, "execution-engine", asked, resume: null);
        using PythonProcess python = new(Command, _run.Paths.RunFolder);
        Assert.Equal(
            [
                Whole, Part, "Resumed(done=True, generation=4, by='ann')", "Resumed(done=False, generation=4, by='ann')",
                "SCOPE_UNKNOWN", Whole, Part, "COMMAND_UNKNOWN",
            ],
            python.ReadToEnd());
        Assert.Equal(
            [
                "kill : from python", "kill strategy:1: from python", "resume : looked at it", "resume strategy:1: again",
                "kill : again", "kill strategy:1: again",
            ],
            asked);
    }

    [PyZmqFact]
    public void It_sets_limits_and_reads_them()
    {
        File.WriteAllText(Path.Combine(_run.Paths.RunFolder, "token"), CommandSocketTests.Token + "\n");
        TestLimits book = new();
        using ZmqContext context = new();
        using CommandSocket risk = Serve(context, "risk-manager", [], resume: null, new LimitDesk(book), Override);
        using PythonProcess python = new(
            """
            import sys, artic
            from decimal import Decimal
            with artic.Commands(sys.argv[1]) as commands:
                print(commands.set_limit("max_position", Decimal("0.25"), "calm", by="ann"))
                print(commands.set_limit("order_burst", 9, "calm"))
                print(commands.limits())
                print(commands.reset_limit("max_position", "over"), commands.limits()["max_position"])
                try:
                    commands.set_limit("max_position", 1, "x", scope="venus")
                except artic.CommandRefused as refused:
                    print(refused.code, refused)
                print(commands.override(7, "a hedge", by="ann"))
                try:
                    commands.override(8, "a hedge")
                except artic.CommandRefused as refused:
                    print(refused.code)
                for name, value, reason in (("max_orders", 1, "x"), ("max_position", -1, "x"), ("max_position", 1, "")):
                    try:
                        commands.set_limit(name, value, reason)
                    except artic.CommandRefused as refused:
                        print(refused.code)
            """,
            _run.Paths.RunFolder);
        Assert.Equal(
            [
                "77", "77",
                "{'max_order_value': '1', 'max_order_quantity': '2', 'max_position': '0.25', 'max_daily_loss': '8', " +
                "'price_collar_bps': 16, 'orders_per_second': 32, 'order_burst': 9, 'stale_quote_ms': 128}",
                "77 4", "SCOPE_UNKNOWN SCOPE_UNKNOWN: the scopes are account",
                "Overridden(client_order_id=4294967301, waived='ORDER_MAX_VALUE', sequence=9)", "NEVER_WAIVED",
                "LIMIT_UNKNOWN", "LIMIT_VALUE", "REASON_MISSING",
            ],
            python.ReadToEnd());
        Assert.Equal(
            ["zeromq-token: ann", "zeromq-token", "zeromq-token"], book.Commands.Select(command => command.By));
    }

    [PyZmqFact]
    public void It_says_so_where_a_command_is_refused_or_nobody_answers()
    {
        File.WriteAllText(Path.Combine(_run.Paths.RunFolder, "token"), "the token of another run");
        List<string> asked = [];
        using ZmqContext context = new();
        using CommandSocket risk = Serve(context, "risk-manager", asked, resume: null);
        using PythonProcess python = new(Refused, _run.Paths.RunFolder);
        Assert.Equal(
            [
                "CommandRefused TOKEN_MISSING_OR_WRONG",
                $"ArticError execution-engine has not answered 'latched' within 0.3 s at ipc://{_run.Paths.Sockets}/execution-engine.command",
            ],
            python.ReadToEnd());
        Assert.Empty(asked);
    }

    /// <summary>Steps of two records, archived in blocks; the last segment is not full.</summary>
    private void Archive(int segments, out long last)
    {
        using RecordWriter writer = _run.Writer(StreamId.Market);
        using StreamArchiver archiver = new(_run.Paths, writer, ArchivePolicy.Default);
        for (int step = 1; step <= segments * 1050; step++)
        {
            TestRecord.Write(writer, (2 * step) - 1, TestRecord.LargePayload);
            TestRecord.Write(writer, 2 * step, TestRecord.LargePayload);
            writer.Commit(step);
            if (step % 20 == 0)
            {
                archiver.Work(0);
            }
        }

        Assert.True(archiver.Flush());
        last = writer.LastSequence;
    }

    private string[] Read(long begin, long end)
    {
        using PythonProcess python = new(ReadAll, _run.Paths.RunFolder, $"{begin}", $"{end}");
        return python.ReadToEnd();
    }

    private static (long Start, long End) BlockOf(string path, long place)
    {
        byte[] entries = File.ReadAllBytes(Path.ChangeExtension(path, ".sha256"));
        long start = 0;
        for (int at = 0; ; at += 40)
        {
            long end = BitConverter.ToInt64(entries, at);
            if (place < end)
            {
                return (start, end);
            }

            start = end;
        }
    }

    [PyZmqFact]
    public void A_comparison_with_the_venue_is_asked_of_the_engine_and_refused_by_whoever_has_none()
    {
        File.WriteAllText(Path.Combine(_run.Paths.RunFolder, "token"), CommandSocketTests.Token + "\n");
        using ZmqContext context = new();
        using CommandSocket risk = Serve(context, "risk-manager", [], resume: null);
        using CommandSocket engine = Serve(
            context, "execution-engine", [], resume: null,
            reconcile: by => Encoding.UTF8.GetBytes($$"""{"event":"reconcile_asked","request":12,"by":"{{by}}"}"""));
        using PythonProcess python = new(
            """
            import sys, artic
            with artic.Commands(sys.argv[1], "execution-engine") as commands:
                print(commands.reconcile())
            with artic.Commands(sys.argv[1]) as commands:
                try:
                    commands.reconcile()
                except artic.CommandRefused as refused:
                    print(refused.code)
            """,
            _run.Paths.RunFolder);
        Assert.Equal(["12", "COMMAND_UNKNOWN"], python.ReadToEnd());
    }

    private CommandSocket Serve(
        ZmqContext context, string service, List<string> asked, Func<ResumeRequest, ResumeAnswer>? resume,
        LimitDesk? limits = null, OverrideAction? overrides = null, Func<string, byte[]>? reconcile = null)
    {
        CountersFile counters = _run.Own(CountersFile.OpenOrCreate(_run.Paths.Counters(service)));
        return new CommandSocket(
            _run.Paths, service, new CommandTokens(CommandSocketTests.Token), context, counters, new UnauthorizedPeers(counters),
            new JsonLog(service, _run.Paths.RunId),
            new CommandActions
            {
                Kill = (request, latched) =>
                {
                    asked.Add($"kill {request.Scope.Name}: {request.Reason}");
                    latched(new KillLatched(1, 1000, request.Scope.Name));
                    return new KillResult(1, 1000, 2000, true, 3) { Scope = request.Scope };
                },
                KillThreads = new KillThreads(),
                Scopes = new KillScopes(new PipelineOptions { Strategies = [new StrategyOptions { Id = 1 }] }),
                Flatten = _ => new FlattenAnswer("GAVE_UP", 5000, 3, 1, "instrument:BTCUSDT", 1000),
                Resume = resume,
                Limits = limits,
                Overrides = overrides,
                Reconcile = reconcile,
            });
    }

    private static byte[] Override(string proved, long denial, string? by, string? reason, out bool isApproved)
    {
        isApproved = denial == 7;
        return isApproved
            ? """{"event":"overridden","client_order_id":4294967301,"waived":"ORDER_MAX_VALUE","sequence":9}"""u8.ToArray()
            : """{"error":"NEVER_WAIVED","message":"never"}"""u8.ToArray();
    }
}
