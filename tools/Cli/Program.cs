using System.CommandLine;
using Artic.Cli.Book;
using Artic.Cli.Commands;
using Artic.Cli.Database;
using Artic.Cli.Demo;
using Artic.Cli.Docs;
using Artic.Cli.Indicators;
using Artic.Cli.Installing;
using Artic.Cli.Instances;
using Artic.Cli.Models;
using Artic.Cli.Reconciling;
using Artic.Cli.Records;
using Artic.Cli.Reports;
using Artic.Cli.Risk;
using Artic.Cli.Runs;
using Artic.Cli.Strategies;
using Artic.Cli.Streams;
using Artic.Cli.Traces;
using Artic.Cli.Doctor;
using Artic.Hosting.Options;
using Artic.Runs;
using Artic.Streams.Waiting;

Installation installation = Installation.Find();

Option<int> seconds = new("--seconds") { Description = "How long it trades.", DefaultValueFactory = _ => 60 };
Option<string?> replay = new("--replay") { Description = "A recorded capture (.jsonl or .jsonl.gz) in place of the order-flow model." };
Option<double?> speed = new("--speed") { Description = "Market time goes so many times faster, 0.01 to 1000." };
Option<long?> seed = new("--seed") { Description = "Seed of the order-flow model." };
Option<bool> headless = new("--headless") { Description = "No live view: a line every five seconds, and the summary." };
Option<string?> json = new("--json") { Description = "Write the summary to this file as JSON." };
Option<string?> name = new("--run") { Description = "Name of the run; its folder is runs/NAME." };
Option<int> portBase = new("--port-base")
{
    Description = "HTTP port of market data; the other four follow. 0: any free ports.",
    DefaultValueFactory = _ => 9101,
};
Option<string> idle = new("--idle")
{
    Description = "How hot threads wait: auto, spin, relay, yield or park.",
    DefaultValueFactory = _ => "auto",
};
Option<string?> model = new("--model") { Description = "ONNX model of the second strategy instance: a file, NAME@VERSION, or NAME for the promoted version, followed while it runs." };
Option<int> snapshotEvery = new("--snapshot-every")
{
    Description = "Seconds between two rounds of snapshots; 0: none.",
    DefaultValueFactory = _ => DemoOptions.DefaultSnapshotEvery,
};
Option<string?> database = new("--database")
{
    Description = "Keep tables in this PostgreSQL, such as \"Host=/run/postgresql;Database=artic;Username=artic\"; 'artic db migrate' makes them.",
};
Option<string[]> zmq = new("--zmq")
{
    Description = "Services that take their inputs by ZeroMQ in place of shared memory.", AllowMultipleArgumentsPerToken = true,
};
Option<string> venue = new("--venue")
{
    Description = "Whose market: simulated, or binance for Binance's live one with orders on paper; that needs the Internet and no key.",
    DefaultValueFactory = _ => DemoOptions.SimulatedVenue,
};
Option<string> language = new("--language")
{
    Description = "In whose language the simulated venue gives its market data: binance, kraken, okx or coinbase.",
    DefaultValueFactory = _ => VenueNames.Binance,
};
Option<string> marketUrl = new("--market-url")
{
    Description = "With --venue binance: where the market streams are, wss://HOST.",
    DefaultValueFactory = _ => DemoOptions.BinanceMarketUrl,
};
Option<string> restUrl = new("--rest-url")
{
    Description = "With --venue binance: where its REST is, https://HOST.",
    DefaultValueFactory = _ => DemoOptions.BinanceRestUrl,
};
Option<string[]> venueOption = new("--venue-option")
{
    Description = "An option for the simulated venue, such as \"--drop 0.01\"; may be given several times. out/bin/artic-venue --help lists them.",
};
Command demo = new("demo", "Start a simulated venue and the five services, trade, and compare the books at the end.")
{
    seconds, replay, speed, seed, headless, json, name, portBase, idle, model, snapshotEvery, database, zmq, venue, language, marketUrl, restUrl, venueOption,
};
demo.SetAction(parsed => new DemoCommand(installation, ReadDemo(parsed)).Execute());

Argument<string> configuration = new("configuration") { Description = "The configuration, JSON; those in config/ are examples." };
Option<int> runSeconds = new("--seconds") { Description = "It ends by itself after so long; 0: when somebody ends it.", DefaultValueFactory = _ => 0 };
Option<string> runIdle = new("--idle")
{
    Description = "How hot threads wait: auto, spin, relay, yield, park, or configured for what the file says of cores and priorities.",
    DefaultValueFactory = _ => "auto",
};
Command live = new(
    "run",
    "Start the services that a configuration names, and keep them alive.\n\n" +
    "A configuration without risk-manager and execution-engine trades nothing and needs no key: config/binance.json, kraken.json, " +
    "okx.json and coinbase.json put public market data on record, wherever there is a network. Account, epoch and state folder are " +
    "filled in; paths are those beside the file.")
{
    configuration, name, runSeconds, runIdle,
};
live.SetAction(parsed =>
{
    return ReadIdle("run", parsed.GetValue(runIdle)!) is not { } waiting
        ? 2
        : new RunCommand(
            installation, parsed.GetValue(configuration)!, parsed.GetValue(name), parsed.GetValue(runSeconds), waiting.Strategy).Execute();
});

Option<string> unitFolder = new("--folder")
{
    Description = "Where run.env, the services' tokens and a file for each wanted service go.", DefaultValueFactory = _ => "/run/artic",
};
Option<string> etc = new("--etc") { Description = "Where passwd and group are.", DefaultValueFactory = _ => "/etc" };
Option<bool> oneUser = new("--one-user") { Description = "Every service is this very user, which need not be root: containers of one pod." };
Command keep = new(
    "keep",
    "Make a run whose services somebody else starts, each as its own user, and keep it until SIGTERM. This is what artic-run.service " +
    "does for systemd; it needs root, and the users artic-SERVICE and groups artic and artic-control.")
{
    configuration, name, runIdle, unitFolder, etc, oneUser,
};
keep.SetAction(parsed => ReadIdle("keep", parsed.GetValue(runIdle)!) is not { } waiting
    ? 2
    : new KeepCommand(
        installation, parsed.GetValue(configuration)!, parsed.GetValue(name), waiting.Strategy, parsed.GetValue(unitFolder)!,
        parsed.GetValue(oneUser) ? null : parsed.GetValue(etc)!).Execute());

Option<string?> run = new("--run") { Description = "The run; the current one where it is left out." };
Option<string> reason = new("--reason") { Description = "Why; it is kept with the account.", Required = true };
Option<bool> asJson = new("--json") { Description = "One JSON object a line." };
Option<string?> killScope = new("--scope")
{
    Description = "What is meant: strategy:NUMBER or instrument:SYMBOL. Everything where it is left out; so are firm, account and venue.",
};
Option<bool> flatten = new("--flatten")
{
    Description = "Close the position once nothing is under way, by market orders that only reduce it. Needs a living risk manager.",
};
Command kill = new(
    "kill",
    "Stop trading at once and for good: no order leaves until someone resumes.\n\n" +
    "Answered twice: latched (on disk, nothing new is begun) and stopped (the venue accepts no more); with --flatten a third time. " +
    "Where the risk manager does not take the kill of a part within 100 ms, everything is stopped, and the answer says so. " +
    "SIGUSR1 to artic-execution-engine kills everything as well.\n\n" +
    "Exit codes: 0 stopped, 2 there is no such run or scope, 3 stopped but not flat.")
{
    run, killScope, flatten, reason, asJson,
};
kill.SetAction(parsed => KillCommand.Kill(
    installation, parsed.GetValue(run), parsed.GetValue(killScope), parsed.GetValue(flatten), parsed.GetValue(reason)!,
    parsed.GetValue(asJson)));
Command resume = new(
    "resume",
    "Allow trading again after a kill, in your name. Where two persons are wanted (kill.resume_persons), a second, different " +
    "one has to say so within ten minutes of the first.")
{
    run, killScope, reason,
};
resume.SetAction(parsed => KillCommand.Resume(
    installation, parsed.GetValue(run), parsed.GetValue(killScope), parsed.GetValue(reason)!));
Argument<string> limitRun = new("run") { Description = "The run: its name, its folder, or 'current'." };
Argument<string> limitName = new("name") { Description = "Which limit: its name in the configuration." };
Argument<string?> limitValue = new("value") { Description = "What it shall be; none with --reset.", Arity = ArgumentArity.ZeroOrOne };
Option<string?> scope = new("--scope")
{
    Description = "For what: account (where it is left out), firm, venue, strategy:NUMBER or instrument:SYMBOL.",
};
Option<bool> reset = new("--reset") { Description = "Back to what the configuration says." };
Option<string?> by = new("--by") { Description = "Who you are; the user of this process where it is left out." };
Option<string> limitReason = new("--reason") { Description = "Why; it goes on record.", Required = true };
Command limit = new(
    "limit",
    "Set a limit of the live run, from the next decision on. It is kept with the account: later runs begin with it, until somebody " +
    "sets or resets it, or the configuration says another value than it said then.")
{
    limitRun, limitName, limitValue, scope, reset, by, limitReason, asJson,
};
limit.Validators.Add(result =>
{
    if (result.GetValue(reset) == (result.GetValue(limitValue) != null))
    {
        result.AddError("a limit is either set to a value or reset: VALUE or --reset");
    }
});
limit.SetAction(parsed => LimitCommand.Set(
    installation, parsed.GetValue(limitRun)!, parsed.GetValue(limitName)!, parsed.GetValue(limitValue), parsed.GetValue(scope),
    parsed.GetValue(by), parsed.GetValue(limitReason)!, parsed.GetValue(asJson)));
Command limits = new("limits", "Show the limits of the live run as they are now.") { limitRun, scope, asJson };
limits.SetAction(parsed => LimitCommand.Show(
    installation, parsed.GetValue(limitRun)!, parsed.GetValue(scope), parsed.GetValue(asJson)));
Command stat = new("stat", "Show every counter and latency of the live run.") { run };
stat.SetAction(parsed => StatCommand.Execute(installation, parsed.GetValue(run)));

Option<bool> reportAsJson = new("--json") { Description = "One JSON object." };
Command doctor = new("doctor", "Show what this machine offers to a run, what would hurt it, and how to mend that.") { reportAsJson };
doctor.SetAction(parsed => DoctorCommand.Execute(installation, parsed.GetValue(reportAsJson)));

Argument<string[]> runs = new("runs") { Description = "Runs; the current one where none is named." };
Command verify = new("verify", "Run every service's loop again over the record of a run and compare each byte.") { runs, reportAsJson };
verify.SetAction(parsed => VerifyCommand.Execute(installation, parsed.GetValue(runs) ?? [], parsed.GetValue(reportAsJson)));

Argument<string?> snapshotRun = new("run")
{
    Description = "The run; the current one where it is left out.", Arity = ArgumentArity.ZeroOrOne,
};
Command snapshot = new("snapshot", "Write a snapshot of every service's state, and let go of what need not be kept.") { snapshotRun, asJson };
snapshot.SetAction(parsed => SnapshotCommand.Execute(installation, parsed.GetValue(snapshotRun), parsed.GetValue(asJson)));

Argument<string[]> captures = new("file")
{
    Description = "Captures of one recording: hftbacktest, cryptofeed or bare JSON lines, plain or gzip. Documents recorded apart from their stream are named beside it.",
    Arity = ArgumentArity.OneOrMore,
};
Option<string?> captureVenue = new("--venue") { Description = "binance, kraken, okx or coinbase; told from the capture where it is left out." };
Option<string[]> symbols = new("--symbol") { Description = "Only this symbol, as the venue writes it; may be given again." };
Option<int> depth = new("--depth") { Description = "Levels a side that are shown.", DefaultValueFactory = _ => BookOptions.DefaultDepth };
Option<string?> at = new("--at") { Description = "The book as it was then: 2024-08-08T23:56:00Z, or seconds or nanoseconds since 1970." };
Option<string?> bookJson = new("--json") { Description = "Write the report to this file as JSON." };
Command book = new("book", "Replay a recorded capture of a venue through the real decoder and book, check it, and show it.")
{
    captures, captureVenue, symbols, depth, at, bookJson,
};
book.SetAction(parsed => new BookCommand(new BookOptions
{
    Files = parsed.GetValue(captures) ?? [],
    Venue = parsed.GetValue(captureVenue),
    Symbols = parsed.GetValue(symbols) ?? [],
    Depth = parsed.GetValue(depth),
    At = parsed.GetValue(at),
    Json = parsed.GetValue(bookJson),
}).Execute());

RootCommand root = new("Artic Pipeline: from market data to orders in five processes, with limits that cannot be passed.")
{
    demo, live, keep, kill, resume, RiskCommands.Build(installation), ReconcileCommand.Build(installation), limit, limits, stat,
    verify, snapshot, StreamCommands.Build(installation),
    RecordCommand.Build(installation), DatabaseCommands.Build(installation), book, InstanceCommands.Build(installation),
    StrategyCommands.Build(), IndicatorCommands.Build(), ModelCommands.Build(installation.State),
    ReportCommand.Build(installation), doctor, TraceCommands.Build(installation), DocsCommands.Build(),
};
foreach (Command command in InstallCommands.Build(installation))
{
    root.Add(command);
}

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
    {
        Console.Error.WriteLine($"artic: {error.Message}");
    }

    // What is wrong with the rest is said in the same breath.
    foreach (string violation in parsed.CommandResult.Command == demo ? ReadDemo(parsed).Violations() : [])
    {
        Console.Error.WriteLine($"artic: {violation}");
    }

    Console.Error.WriteLine("artic: see ./artic --help");
    return 2;
}

return parsed.Invoke();

// Null where it is none of them, which is said; a strategy that is null is the configuration's.
static (IdleStrategy? Strategy, string Asked)? ReadIdle(string command, string asked)
{
    if (asked == "configured")
    {
        return (null, asked);
    }

    if (Enum.TryParse(asked, ignoreCase: true, out IdleStrategy strategy))
    {
        return (strategy, asked);
    }

    Console.Error.WriteLine($"artic {command}: --idle {asked}: is none of auto, spin, relay, yield, park, configured");
    return null;
}

DemoOptions ReadDemo(ParseResult from) => new()
{
    Seconds = Read(from, seconds, 60),
    Replay = Read(from, replay, null),
    Speed = Read(from, speed, null),
    Seed = Read(from, seed, null),
    Headless = Read(from, headless, false),
    Json = Read(from, json, null),
    Run = Read(from, name, null),
    PortBase = Read(from, portBase, 9101),
    Idle = Read(from, idle, "auto"),
    Model = Read(from, model, null),
    SnapshotEvery = Read(from, snapshotEvery, DemoOptions.DefaultSnapshotEvery),
    Database = Read(from, database, null),
    Zmq = Read(from, zmq, []),
    Venue = Read(from, venue, DemoOptions.SimulatedVenue),
    Language = Read(from, language, VenueNames.Binance),
    MarketUrl = Read(from, marketUrl, DemoOptions.BinanceMarketUrl),
    RestUrl = Read(from, restUrl, DemoOptions.BinanceRestUrl),
    VenueArguments = Read(from, venueOption, []),
};

// A value that could not be read is among the errors already; the rest is judged with its default.
static T Read<T>(ParseResult from, Option<T> option, T otherwise)
{
    bool unreadable = from.GetResult(option) is { } result && result.Errors.Any();
    return unreadable ? otherwise : from.GetValue(option)!;
}
