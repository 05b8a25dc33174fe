using System.CommandLine;
using System.Globalization;
using Artic.Bench.Book;
using Artic.Bench.Chain;
using Artic.Bench.Crash;
using Artic.Bench.Hop;
using Artic.Bench.Kill;
using Artic.Bench.Market;
using Artic.Bench.Overhead;
using Artic.Bench.Risk;
using Artic.Bench.Signal;
using Artic.Bench.Soak;
using Artic.Bench.Tables;
using Artic.Bench.Venue;
using Artic.Bench.Yardsticks;
using Artic.Runs;

Installation installation = Installation.Find();

Option<int> rate = new("--rate") { Description = "Ticks a second.", DefaultValueFactory = _ => 5000 };
Option<string?> rates = new("--rates") { Description = "Several rates one after the other, such as 1000,5000,20000." };
Option<int> seconds = new("--seconds") { Description = "Measured seconds of each run.", DefaultValueFactory = _ => 10 };
Option<int> runs = new("--runs") { Description = "Interleaved runs; figures are their medians.", DefaultValueFactory = _ => 9 };
Option<int> instruments = new("--instruments")
{
    Description = "Instruments, which take turns at the same total rate.", DefaultValueFactory = _ => 1,
};
Option<int> burst = new("--burst") { Description = "Ticks that leave back to back.", DefaultValueFactory = _ => 1 };
Option<string> idle = new("--idle")
{
    Description = "How hot threads wait: auto, spin, relay, yield or park.", DefaultValueFactory = _ => "auto",
};
Option<string?> json = new("--json") { Description = "Write the report to this file as JSON." };
Command chain = new("chain", "From the venue's frame to the signed request through all five processes, beside ZeroMQ and a bare relay.")
{
    rate, rates, seconds, runs, instruments, burst, idle, json,
};
chain.SetAction(parsed => new ChainCommand(installation, new ChainOptions
{
    Rates = parsed.GetValue(rates) is { } list ? ReadNumbers(list) : [parsed.GetValue(rate)],
    Seconds = parsed.GetValue(seconds),
    Runs = parsed.GetValue(runs),
    Instruments = parsed.GetValue(instruments),
    Burst = parsed.GetValue(burst),
    Idle = parsed.GetValue(idle)!,
    Json = parsed.GetValue(json),
}).Execute());

// The processes that a measurement starts; not for people.
Option<long> ticks = new("--ticks") { Required = true };
Option<string> readyFile = new("--ready-file") { Required = true };
Option<string> secretFile = new("--secret-file") { Required = true };
Option<bool> sleeps = new("--sleeps");
Option<string?> orderTimes = new("--order-times");
Command venue = new("venue") { rate, burst, ticks, instruments, readyFile, secretFile, sleeps, orderTimes };
venue.Hidden = true;
venue.SetAction(parsed =>
{
    using BenchVenue served = new(new VenueOptions
    {
        RatePerSecond = parsed.GetValue(rate),
        Burst = parsed.GetValue(burst),
        Ticks = parsed.GetValue(ticks),
        Instruments = parsed.GetValue(instruments),
        ReadyFile = parsed.GetValue(readyFile)!,
        SecretFile = parsed.GetValue(secretFile)!,
        Sleeps = parsed.GetValue(sleeps),
        OrderTimesFile = parsed.GetValue(orderTimes),
    });
    served.Run();
});
Option<string> folder = new("--folder") { Required = true };
Option<int> number = new("--number") { Required = true };
Command yardstick = new("yardstick") { folder, number };
yardstick.Hidden = true;
yardstick.SetAction(parsed => new YardstickProcess(parsed.GetValue(folder)!, parsed.GetValue(number)).Run());

Option<int> millions = new("--millions") { Description = "Records of one run, in millions.", DefaultValueFactory = _ => 60 };
Option<bool> brief = new("--brief") { Description = "64 bytes and one reader only, not the other sizes and readers." };
Command hop = new("hop", "One hop between two processes: throughput, also archived, and latency, beside libzmq.")
{
    runs, millions, brief, json,
};
hop.SetAction(parsed => new HopCommand(installation, new HopOptions
{
    Runs = parsed.GetValue(runs),
    Millions = parsed.GetValue(millions),
    Brief = parsed.GetValue(brief),
    Json = parsed.GetValue(json),
}).Execute());
Command hopProcess = new("hop-process") { folder, number };
hopProcess.Hidden = true;
hopProcess.SetAction(parsed => Told(() => HopProcess.Run(parsed.GetValue(folder)!, parsed.GetValue(number))));

Option<int> kills = new("--kills") { Description = "Writers that are killed.", DefaultValueFactory = _ => 1000 };
Option<int> successions = new("--successions")
{
    Description = "Writers that are stopped, succeeded and woken.", DefaultValueFactory = _ => 20,
};
Option<int> seed = new("--seed") { Description = "Seed of all that is random.", DefaultValueFactory = _ => Environment.ProcessId };
Option<bool> broken = new("--broken") { Description = "The control: lengths before payloads. It must fail." };
Command crash = new("crash", "Kill a stream's writer at random moments while three readers follow.")
{
    kills, successions, seed, broken, json,
};
crash.SetAction(parsed => new CrashCommand(
    installation, parsed.GetValue(kills), parsed.GetValue(successions), parsed.GetValue(seed), parsed.GetValue(broken),
    parsed.GetValue(json)).Execute());
Option<bool> takeOver = new("--take-over");
Command crashWriter = new("crash-writer") { folder, seed, takeOver, broken };
crashWriter.Hidden = true;
crashWriter.SetAction(parsed => new CrashProcess(parsed.GetValue(folder)!).Write(
    parsed.GetValue(seed), parsed.GetValue(takeOver), parsed.GetValue(broken)));
Command crashReader = new("crash-reader") { folder, number };
crashReader.Hidden = true;
crashReader.SetAction(parsed => Told(() => new CrashProcess(parsed.GetValue(folder)!).Read(parsed.GetValue(number))));

Option<int> minutes = new("--minutes") { Description = "How long is written.", DefaultValueFactory = _ => 10 };
Option<int?> soakSeconds = new("--seconds") { Description = "The same in seconds, for a short one." };
Option<int> soakRate = new("--rate") { Description = "Records a second.", DefaultValueFactory = _ => 200_000 };
Option<int> pause = new("--pause")
{
    Description = "Seconds for which one reader is stopped, in the middle.", DefaultValueFactory = _ => 30,
};
Option<bool> keepArchive = new("--keep-archive")
{
    Description = "Delete no archived segment before the end; otherwise each goes once every reader has passed it.",
};
Command soak = new("soak", "One writer with its archive, three readers, one of them stopped for a while: nothing lost, memory flat.")
{
    minutes, soakSeconds, soakRate, pause, keepArchive, json,
};
soak.SetAction(parsed => new SoakCommand(installation, new SoakOptions
{
    Seconds = parsed.GetValue(soakSeconds) ?? (int)Math.Clamp(parsed.GetValue(minutes) * 60L, int.MinValue, int.MaxValue),
    RatePerSecond = parsed.GetValue(soakRate),
    PauseSeconds = parsed.GetValue(pause),
    KeepsArchive = parsed.GetValue(keepArchive),
    Json = parsed.GetValue(json),
}).Execute());
Command soakWriter = new("soak-writer") { folder, rate, seconds };
soakWriter.Hidden = true;
soakWriter.SetAction(parsed => new SoakProcess(parsed.GetValue(folder)!).Write(parsed.GetValue(rate), parsed.GetValue(seconds)));
Command soakReader = new("soak-reader") { folder, number };
soakReader.Hidden = true;
soakReader.SetAction(parsed => Told(() => new SoakProcess(parsed.GetValue(folder)!).Read(parsed.GetValue(number))));

Argument<string> capture = new("file") { Description = "A Binance capture of one instrument with its snapshot: one '<ns> <json>' a line, plain or gzip." };
Option<int> rounds = new("--rounds") { Description = "Interleaved rounds; figures are their medians.", DefaultValueFactory = _ => 31 };
Command book = new("book", "A recorded capture's depth messages parsed and applied on one core, beside a plain version.") { capture, rounds, json };
book.SetAction(parsed => new BookBenchCommand(new BookBenchOptions
{
    File = parsed.GetValue(capture)!,
    Rounds = parsed.GetValue(rounds),
    Json = parsed.GetValue(json),
}).Execute());

Option<string> marketInstruments = new("--instruments")
{
    Description = "Instruments of the order-flow model, a run for each number.", DefaultValueFactory = _ => "1,1000",
};
Option<string?> replay = new("--replay") { Description = "A recorded capture of BTCUSDT, in place of the model." };
Option<double> speed = new("--speed") { Description = "Market time goes so many times faster.", DefaultValueFactory = _ => 1 };
Option<int> marketSeconds = new("--seconds") { Description = "Measured seconds of each run.", DefaultValueFactory = _ => 30 };
Command market = new("market", "The market data service alone at the simulated venue: latency from a frame to its records, and memory.")
{
    marketInstruments, replay, speed, marketSeconds, idle, json,
};
market.SetAction(parsed => new MarketBenchCommand(installation, new MarketBenchOptions
{
    Instruments = ReadNumbers(parsed.GetValue(marketInstruments)!),
    Replay = parsed.GetValue(replay),
    Speed = parsed.GetValue(speed),
    Seconds = parsed.GetValue(marketSeconds),
    Idle = parsed.GetValue(idle)!,
    Json = parsed.GetValue(json),
}).Execute());

Option<int> accountKills = new("--kills") { Description = "Kills, each followed by a resume.", DefaultValueFactory = _ => 1000 };
Option<string> fault = new("--fault")
{
    Description = "What is wrong when the kill comes: none, risk-hung, risk-dead or engine-hung.", DefaultValueFactory = _ => "none",
};
_ = fault.AcceptOnlyFromAmong("none", "risk-hung", "risk-dead", "engine-hung");
Option<int> killRate = new("--rate") { Description = "Ticks a second, each of which wants an order.", DefaultValueFactory = _ => 2000 };
Command kill = new("kill", "Kill the account at random moments under full load: how fast it stops, and that it does.")
{
    accountKills, fault, killRate, seed, json,
};
kill.SetAction(parsed => new KillBenchCommand(installation, new KillBenchOptions
{
    Kills = parsed.GetValue(accountKills),
    Fault = Enum.Parse<KillFault>(parsed.GetValue(fault)!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
    Rate = parsed.GetValue(killRate),
    Seed = parsed.GetValue(seed),
    Json = parsed.GetValue(json),
}).Execute());

Option<int> riskInstruments = new("--instruments") { Description = "Instruments.", DefaultValueFactory = _ => 1000 };
Option<int> openOrders = new("--open-orders") { Description = "Orders that are open all the time.", DefaultValueFactory = _ => 10_000 };
Option<int> decisions = new("--decisions") { Description = "Measured decisions.", DefaultValueFactory = _ => 1_000_000 };
Command risk = new("risk", "The whole set of pre-trade checks on one core, from the intent to the counted approval.")
{
    riskInstruments, openOrders, decisions, seed, json,
};
risk.SetAction(parsed => new RiskBenchCommand(new RiskBenchOptions
{
    Instruments = parsed.GetValue(riskInstruments),
    OpenOrders = parsed.GetValue(openOrders),
    Decisions = parsed.GetValue(decisions),
    Seed = parsed.GetValue(seed),
    Json = parsed.GetValue(json),
}).Execute());

Option<string> tablesDatabase = new("--database")
{
    Description = "Npgsql's connection string; 'artic db migrate' was run there.", Required = true,
};
Option<int> tablesOrders = new("--orders") { Description = "Orders, each of eight rows.", DefaultValueFactory = _ => 100_000 };
Command tables = new("tables", "Orders from their intent to their fill, out of a run's streams into committed tables of PostgreSQL.")
{
    tablesDatabase, tablesOrders, json,
};
tables.SetAction(parsed => new TablesBenchCommand(new TablesBenchOptions
{
    Database = parsed.GetValue(tablesDatabase)!, Orders = parsed.GetValue(tablesOrders), Json = parsed.GetValue(json),
}).Execute());

Option<int> pairs = new("--pairs") { Description = "Pairs of runs.", DefaultValueFactory = _ => 15 };
Option<int> overheadRate = new("--rate") { Description = "Ticks a second.", DefaultValueFactory = _ => 5000 };
Option<int> overheadSeconds = new("--seconds") { Description = "Measured seconds of each run.", DefaultValueFactory = _ => 5 };
Option<int> backlog = new("--backlog")
{
    Description = "Orders of a backlog that comes into the tables meanwhile, eight rows each, as after an outage; 0: none.",
};
Command overhead = new("overhead", "The chain with tables in PostgreSQL and metrics asked for each second, against the chain alone.")
{
    tablesDatabase, pairs, overheadRate, overheadSeconds, backlog, json,
};
overhead.SetAction(parsed => new OverheadCommand(installation, new OverheadOptions
{
    Database = parsed.GetValue(tablesDatabase)!,
    Pairs = parsed.GetValue(pairs),
    Rate = parsed.GetValue(overheadRate),
    Seconds = parsed.GetValue(overheadSeconds),
    Backlog = parsed.GetValue(backlog),
    Json = parsed.GetValue(json),
}).Execute());

Option<int> inferences = new("--runs") { Description = "Measured inferences of each kind, and ticks.", DefaultValueFactory = _ => 20_000 };
Option<int> swaps = new("--swaps")
{
    Description = "Times that another version takes the model's place between two ticks.", DefaultValueFactory = _ => 200,
};
Command signal = new(
    "signal", "Inference through the binding beside the bare C API, the signal stage, and its first tick after a swap of the model, on one core.")
{
    inferences, swaps, json,
};
signal.SetAction(parsed => new SignalBenchCommand(new SignalBenchOptions
{
    Model = Path.Combine(installation.Home, "models", "microprice.onnx"),
    Runs = parsed.GetValue(inferences),
    Swaps = parsed.GetValue(swaps),
    Json = parsed.GetValue(json),
}).Execute());

RootCommand root = new("Artic Pipeline's measurements.")
{
    chain, hop, market, book, risk, signal, kill, tables, overhead, crash, soak, venue, yardstick, hopProcess, crashWriter, crashReader, soakWriter, soakReader,
};
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
    {
        Console.Error.WriteLine($"artic bench: {error.Message}");
    }

    return 2;
}

return parsed.Invoke();

// What is no number becomes one that is refused by name.
static int[] ReadNumbers(string list) => Array.ConvertAll(
    list.Split(','), text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : -1);

// What a process of a measurement found is its last line, which the measurement repeats; a trace would hide it.
static int Told(Action work)
{
    try
    {
        work();
        return 0;
    }
    catch (Exception failure) when (failure is BenchFailedException or IOException)
    {
        Console.Error.WriteLine(failure.Message);
        return 1;
    }
}
