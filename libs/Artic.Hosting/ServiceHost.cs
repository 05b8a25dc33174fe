using System.CommandLine;
using System.Runtime.InteropServices;
using Artic.Core.Time;
using Artic.Hosting.Accounts;
using Artic.Hosting.Commands;
using Artic.Hosting.Hot;
using Artic.Hosting.Http;
using Artic.Hosting.Instances;
using Artic.Hosting.Kill;
using Artic.Hosting.Limits;
using Artic.Hosting.Logs;
using Artic.Hosting.Net;
using Artic.Hosting.Options;
using Artic.Hosting.Publishing;
using Artic.Hosting.Snapshots;
using Artic.Hosting.Subscription;
using Artic.Hosting.Supervision;
using Artic.Hosting.Verification;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Control;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Steps;
using Artic.Streams.Waiting;

namespace Artic.Hosting;

/// <summary>
/// What every service's process has: its options, its run's shared memory, a housekeeping thread, HTTP, a log, and an
/// end. A service's <c>Program.cs</c> hands <see cref="Run"/> a function that builds its loop from this. Thread: the
/// main thread builds and ends it.
/// </summary>
public sealed class ServiceHost
{
    /// <summary>Exit code for options or a configuration that is wrong.</summary>
    public const int ExitBadOptions = 2;

    /// <summary>Exit code for a service that could not start or had to stop.</summary>
    public const int ExitFailed = 1;

    /// <summary>Exit code of a verification that found a difference.</summary>
    public const int ExitDiffers = 3;

    private readonly ManualResetEventSlim _end = new();
    private readonly MetricsPage _page;
    private readonly ProcessFigures _figures;
    private readonly ZmqContext _zmq = new();
    private readonly List<StreamPublisher> _publishers = [];
    private readonly ReplayServer _replay;
    private readonly TcpPublishing? _tcp;
    private readonly ZmqCurveClients? _clients;
    private readonly StreamMirrors? _mirrors;
    private readonly List<RecordWriter> _copies = [];
    private readonly Dictionary<uint, string> _symbols;
    private readonly bool _takeOver;
    private readonly CommandTokens _tokens;
    private CommandSocket? _commands;
    private ZmqContext? _firstZmq;
    private LoopRecovery? _recovery;
    private string? _failure;
    private Func<string?> _notReady = static () => "starting";
    private Func<string?> _degraded = static () => null;

    private ServiceHost(string name, RunPaths paths, PipelineOptions options, bool takeOver)
    {
        Name = name;
        _takeOver = takeOver;
        Paths = paths;
        Options = options;
        Service = options.Services[name];
        _symbols = options.Instruments.ToDictionary(instrument => (uint)instrument.Id, instrument => instrument.Symbol);
        Log = new JsonLog(name, paths.RunId);
        paths.CreateFolders();
        Doorbells = DoorbellTable.Open(paths.Doorbells);
        Counters = CountersFile.OpenOrCreate(paths.Counters(name));
        _replay = new ReplayServer(Counters, Log);
        _tcp = TcpPublishing.From(options.Publish);
        if (_tcp != null)
        {
            Log.Info($"publishes at {_tcp}, {options.Publish.CurveClients.Count} clients listed");
            _clients = options.Publish.CurveClients.Count == 0 ? null : new ZmqCurveClients(_zmq, options.Publish.CurveClients);
        }

        if (Service.Transport == ServiceInputs.ZeroMq)
        {
            string secretFile = options.Publish.CurveSecretFile;
            ZmqCurveKeys? keys = secretFile.Length == 0 ? null : ZmqCurveKeys.FromSecret(SecretFile.Read(secretFile));
            _mirrors = new StreamMirrors(
                paths.MirrorsOf(name), _zmq, keys, ServiceInputs.DecidesByClock(name), Counters, Log, Fail);
        }

        string control = paths.ControlFolder;
        bool kills = ServiceRights.MayKill(name);
        KillWord = kills ? KillWord.Open(control) : KillWord.OpenToRead(control);
        ScopeKills = kills ? ScopeKillPage.Open(control) : ScopeKillPage.OpenToRead(control);
        RiskPage = name == ServiceRights.RiskManager ? RiskPage.Open(control) : RiskPage.OpenToRead(control);
        EnginePage = name == ServiceRights.ExecutionEngine ? EnginePage.Open(control) : EnginePage.OpenToRead(control);
        Account = new AccountFolder(options.StateFolder);
        Kill = new KillProcedure(paths, Account, options.Venue.ReceiveWindowMs, new KillScopes(options));
        KillThreads = new KillThreads(kills);
        if (kills)
        {
            Account.OpenLatch(name);
            Kill.MapAhead();
        }

        Resume = new ResumeDesk(Account, options.Kill.ResumePersons);
        Housekeeper = new Housekeeper(Fail);
        if (kills)
        {
            Housekeeper.Add(Kill.ReadAhead);
        }

        string tokenFile = SecretFile.Given("token") ?? paths.TokenOf(name);
        string token = File.ReadAllText(tokenFile).Trim();
        if (token.Length == 0)
        {
            throw new InvalidDataException($"{tokenFile} is empty: no command could be told from another's");
        }

        _tokens = CommandTokens.Read(token, options.Kill.Tokens);
        _figures = new ProcessFigures(Counters, Housekeeper, () => _clients?.Refused ?? 0, Log);
        Housekeeper.Add(_figures.Refresh);
        _page = new MetricsPage(Counters, name, _figures.RefreshForPage);
        Unauthorized = new UnauthorizedPeers(Counters);
        Http = new HttpEndpoint(Service.HttpPort, _tokens, _page, () => _notReady(), () => _degraded(), Unauthorized, Log);
    }

    /// <summary>The service's name.</summary>
    public string Name { get; }

    /// <summary>Where the run lies.</summary>
    public RunPaths Paths { get; }

    /// <summary>The run's configuration.</summary>
    public PipelineOptions Options { get; }

    /// <summary>This service's part of it.</summary>
    public ServiceOptions Service { get; }

    /// <summary>The log.</summary>
    public JsonLog Log { get; }

    /// <summary>The run's doorbells.</summary>
    public DoorbellTable Doorbells { get; }

    /// <summary>This service's counters.</summary>
    public CountersFile Counters { get; }

    /// <summary>The kill word.</summary>
    public KillWord KillWord { get; }

    /// <summary>The risk manager's page.</summary>
    public RiskPage RiskPage { get; }

    /// <summary>The engine's page.</summary>
    public EnginePage EnginePage { get; }

    /// <summary>The kills of single scopes.</summary>
    public ScopeKillPage ScopeKills { get; }

    /// <summary>The account's durable state.</summary>
    public AccountFolder Account { get; }

    /// <summary>Stops the account, or a part of it.</summary>
    public KillProcedure Kill { get; }

    /// <summary>Carry kills out.</summary>
    public KillThreads KillThreads { get; }

    /// <summary>Lifts kills.</summary>
    public ResumeDesk Resume { get; }

    /// <summary>The housekeeping thread.</summary>
    public Housekeeper Housekeeper { get; }

    /// <summary>Those who send commands without the token.</summary>
    public UnauthorizedPeers Unauthorized { get; }

    /// <summary>HTTP.</summary>
    public HttpEndpoint Http { get; }

    /// <summary>
    /// The whole life of a service: options, checks, shared memory, <paramref name="build"/>, hot thread, until SIGTERM,
    /// SIGINT or a failure. Gives the exit code.
    /// </summary>
    public static int Run(
        string name, string about, string[] arguments, MakeLoop make, Func<ServiceHost, ServiceParts> build)
    {
        Option<string> run = new("--run") { Description = "Folder of the run; its config.json is read.", Required = true };
        Option<bool> check = new("--check-config") { Description = "Check the configuration and exit." };
        Option<bool> takeOver = new("--take-over")
        {
            Description = "Take the streams from a process that holds them and does not run (stopped, hung).",
        };
        Option<bool> verify = new("--verify")
        {
            Description = "Run the loop again over the record of the run and compare every byte; one line of JSON.",
        };
        Option<bool> snapshot = new("--snapshot")
        {
            Description = "Follow the loop through the record of the run and write a snapshot of its state; one line of JSON.",
        };
        RootCommand root = new(about) { run, check, takeOver, verify, snapshot };
        int exit = ExitFailed;
        root.SetAction(parsed =>
        {
            RunPaths paths = new(parsed.GetValue(run)!);
            exit = ReadOptions(name, paths) is not { } options ? ExitBadOptions
                : parsed.GetValue(check) ? SayGood(paths)
                : parsed.GetValue(verify) ? Verify(name, paths, options, make)
                : parsed.GetValue(snapshot) ? Follow(name, paths, options, make)
                : Start(name, paths, options, parsed.GetValue(takeOver), build);
            return exit;
        });
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
            {
                Console.Error.WriteLine($"artic-{name}: {error.Message}");
            }

            return ExitBadOptions;
        }

        return parsed.Invoke();
    }

    /// <summary>Ends the process with a reason. Thread: any.</summary>
    public void Fail(Exception error)
    {
        _ = Interlocked.CompareExchange(ref _failure, error.Message, null);
        Log.Error(error.ToString());
        _end.Set();
    }

    /// <summary>
    /// Called when the loop is about to begin: what the start has left behind is collected now, and collections are
    /// counted from here. Thread: the hot thread.
    /// </summary>
    public void Settle()
    {
        GC.Collect();
        _figures.CountCollectionsFromHere();
    }

    /// <summary>A writer of this process, archived, kept a segment ahead, published and replayed by ZeroMQ.</summary>
    public RecordWriter OpenWriter(StreamId stream)
    {
        RecordWriter writer = RecordWriter.Open(
            Paths, stream, Doorbells, Options.Streams.SegmentBytes, Options.Streams.HotSegments, _takeOver);
        Housekeeper.Keep(Paths, writer, Options.Streams.Policy());
        StreamPublisher publisher = new(Paths, stream, writer.Epoch, _zmq, _symbols, tcp: _tcp);
        _publishers.Add(publisher);
        Housekeeper.Add(publisher.Work);
        _replay.Add(Paths, stream, _zmq, _symbols, publisher, _tcp);
        return writer;
    }

    /// <summary>
    /// Takes kill, and resume, limits, overrides, strategy instances and reconciliations where they are wanted, by ZeroMQ from now on.
    /// </summary>
    public void OpenCommands(
        bool resumes = false, LimitDesk? limits = null, OverrideAction? overrides = null, Func<byte[]>? showInstances = null,
        InstanceAction? setInstances = null, Func<string, byte[]>? reconcile = null)
    {
        // What may kill has a context of its own for that, whose thread waits for no publisher's.
        _firstZmq = ServiceRights.MayKill(Name) && ThreadSettings.MayTakeFirstTurns()
            ? ZmqContext.OfRealTime(ThreadSettings.BeforeFirstTurn)
            : null;
        CommandActions actions = new()
        {
            Kill = Kill.Execute, KillThreads = KillThreads, Scopes = Kill.Scopes, Flatten = Kill.AwaitFlatten,
            Resume = resumes ? Resume.Ask : null, Limits = limits, Overrides = overrides, ShowInstances = showInstances,
            SetInstances = setInstances, Reconcile = reconcile,
        };
        _commands = new CommandSocket(
            Paths, Name, _tokens, _firstZmq ?? _zmq, Counters, Unauthorized, Log, actions, isFirst: _firstZmq != null);
    }

    /// <summary>
    /// A reader from the run's start, kept a segment ahead. A stream that this service takes by ZeroMQ is copied from its
    /// owner from now on, and read from the copy.
    /// </summary>
    public RecordReader OpenReader(StreamId stream)
    {
        if (ServiceInputs.IsMirrored(Options, Name, stream))
        {
            Mirror(stream);
        }

        RecordReader reader = new(PathsOf(stream), stream);
        Housekeeper.Keep(reader);
        return reader;
    }

    /// <summary>Where this service reads a stream: in the run, or in its own copies.</summary>
    public RunPaths PathsOf(StreamId stream) => ServiceInputs.PathsOf(Paths, Options, Name, stream);

    /// <summary>The loop of this service over its live inputs; <paramref name="output"/> is on its own stream.</summary>
    public StepLoop OpenLoop(LoopParts parts, StepOutput output)
    {
        _recovery = new LoopRecovery(Paths, Options, parts);
        return new StepLoop(parts.Handler, output, Array.ConvertAll(parts.Inputs, OpenReader)) { Edge = parts.Edge };
    }

    /// <summary>Rebuilds the loop from the last snapshot and the record behind it, and says how long it took.</summary>
    public void Rebuild(StepLoop loop, StreamId stream)
    {
        long begin = Clock.MonotonicNs();
        using RecordReader recorded = new(Paths, stream);
        long from = _recovery!.Begin(loop, recorded);
        _recovery.Refused.ForEach(Log.Warn);
        long inputs = loop.Rebuild(recorded);
        if (recorded.LastSequence > 0)
        {
            string beginning = from > 0 ? $"the snapshot behind record {from}, " : "";
            Log.Info(
                $"rebuilt from {beginning}{inputs} recorded inputs and {recorded.LastSequence - from} records of " +
                $"'{RunPaths.NameOf(stream)}' in {(Clock.MonotonicNs() - begin) / 1_000_000} ms; every output is the same");
        }
    }

    private void Mirror(StreamId stream)
    {
        RunPaths copies = Paths.MirrorsOf(Name);
        RecordWriter writer = RecordWriter.Open(
            copies, stream, Doorbells, Options.Streams.SegmentBytes, Options.Streams.HotSegments, _takeOver);
        _copies.Add(writer);
        Housekeeper.Keep(copies, writer, Options.Streams.Policy());
        InputOptions input = ServiceInputs.EndpointOf(Paths, Service, stream);
        Log.Info($"takes '{RunPaths.NameOf(stream)}' by ZeroMQ from {input.Publisher}, from record {writer.LastSequence + 1} on");
        _mirrors!.Add(writer, input);
    }

    private static PipelineOptions? ReadOptions(string name, RunPaths paths)
    {
        List<string> violations = [];
        PipelineOptions? options = OptionsReader.Read(paths.Configuration, violations);
        if (options != null)
        {
            options.RunFolder = paths.RunFolder;
        }
        else
        {
            Console.Error.WriteLine($"artic-{name}: the configuration {paths.Configuration} has {violations.Count} faults:");
            foreach (string violation in violations)
            {
                Console.Error.WriteLine($"  {violation}");
            }
        }

        return options;
    }

    private static int SayGood(RunPaths paths)
    {
        Console.WriteLine($"{paths.Configuration}: good");
        return 0;
    }

    private static int Verify(string name, RunPaths paths, PipelineOptions options, MakeLoop make)
    {
        VerificationResult result = LoopVerification.Run(name, paths, options, make);
        Console.WriteLine(result.ToJson());
        return result.Identical ? 0 : ExitDiffers;
    }

    private static int Follow(string name, RunPaths paths, PipelineOptions options, MakeLoop make)
    {
        ThreadSettings.StandBack([.. options.Services.Values.Select(service => service.Core)]);
        SnapshotResult result = SnapshotFollower.Run(name, paths, options, make);
        Console.WriteLine(result.ToJson());
        return result.Outcome switch
        {
            SnapshotResult.Written or SnapshotResult.Unchanged => 0,
            SnapshotResult.Differs => ExitDiffers,
            _ => ExitFailed,
        };
    }

    private static int Start(
        string name, RunPaths paths, PipelineOptions options, bool takeOver, Func<ServiceHost, ServiceParts> build)
    {
        // Whoever takes commands inherits it: a kill waits for nobody's turn.
        ThreadSettings.TakeShortTurns();
        try
        {
            return new ServiceHost(name, paths, options, takeOver).Live(build);
        }
#pragma warning disable CA1031 // The top of the process: whatever it is, it is said and ends with a code.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"artic-{name}: {error.Message}");
            return ExitFailed;
        }
    }

    private int Live(Func<ServiceHost, ServiceParts> build)
    {
        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ended);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ended);
        using ServiceManager? manager = ServiceManager.Find(Environment.GetEnvironmentVariable, Environment.ProcessId);
        ServiceParts parts = build(this);
        _notReady = () => _mirrors?.Fault ?? parts.NotReady();
        _degraded = parts.Degraded;
        Counter port = Counters.Counter("http_port");
        Counter process = Counters.Counter("process_number");
        HotThread hot = new(parts.Loop, parts.Consumer, this, parts.LongestSleepNs);
        LoopWatch? watch = manager == null ? null : WatchLoop(manager);
        _page.Freeze();
        try
        {
            Http.StartAsync().GetAwaiter().GetResult();
        }
        catch (IOException error)
        {
            throw new IOException(
                $"port {Service.HttpPort} on 127.0.0.1 cannot be taken ({error.Message}); " +
                $"set services.{Name}.http_port to a free one, or 0", error);
        }

        Housekeeper.Start();
        _replay.Start();
        _mirrors?.Start();
        hot.Start();
        port.Set(Http.Port);
        process.Set(Environment.ProcessId);
        Log.Info($"started: pid {Environment.ProcessId}, http 127.0.0.1:{Http.Port}, idle {Service.Idle}, core {Service.Core}");
        _end.Wait();
        watch?.Stopping(_failure);
        if (_failure == null)
        {
            hot.Stop();
            parts.StopEdges();
            _mirrors?.Dispose();
            if (Housekeeper.Stop() is { } fault)
            {
                _failure = $"the archive is not complete: {fault}";
            }

            _publishers.ForEach(each => each.Work());
            _replay.Dispose();
            _publishers.ForEach(each => each.Dispose());
            _commands?.Dispose();
            _clients?.Dispose();
            _firstZmq?.Dispose();
            _zmq.Dispose();
            _copies.ForEach(each => each.Dispose());
            foreach (IDisposable owned in parts.Owned)
            {
                owned.Dispose();
            }
        }

        Http.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Log.Info(_failure == null ? "stopped" : $"stopped: {_failure}");
        return _failure == null ? 0 : ExitFailed;
    }

    private LoopWatch WatchLoop(ServiceManager manager)
    {
        Counter turns = Counters.Counter("hot_loop_turns_total");
        LoopWatch watch = new(manager, () => turns.Value, () => _notReady() ?? _degraded());
        Housekeeper.Add(() => watch.Look(Clock.MonotonicNs()));
        return watch;
    }

    private void Ended(PosixSignalContext context)
    {
        context.Cancel = true;
        _end.Set();
    }
}

/// <summary>What a service hands to its host.</summary>
public sealed class ServiceParts
{
    /// <summary>The loop.</summary>
    public required IHotLoop Loop { get; init; }

    /// <summary>Its doorbell.</summary>
    public required ConsumerId Consumer { get; init; }

    /// <summary>The longest sleep of the loop, in nanoseconds.</summary>
    public required long LongestSleepNs { get; init; }

    /// <summary>Why the service cannot do its work, or null.</summary>
    public required Func<string?> NotReady { get; init; }

    /// <summary>What it does without although it should have it, or null: it is ready all the same.</summary>
    public Func<string?> Degraded { get; init; } = static () => null;

    /// <summary>
    /// Ends what writes beside the hot thread: after that one has ended, and before the archives are completed.
    /// </summary>
    public Action StopEdges { get; init; } = static () => { };

    /// <summary>Disposed after the threads have ended, in this order.</summary>
    public List<IDisposable> Owned { get; } = [];
}
