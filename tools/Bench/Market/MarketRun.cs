using System.Globalization;
using Artic.Bench.Chain;
using Artic.Bench.Figures;
using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.Bench.Market;

/// <summary>
/// One run of the native market data service at the simulated venue, whose latency is read from the run's own record. Thread: the main thread.
/// Errors: <see cref="BenchFailedException"/>.
/// </summary>
/// <param name="installation">Where the binaries are.</param>
/// <param name="options">What was asked for.</param>
/// <param name="plan">Which thread goes where.</param>
/// <param name="isInterrupted">Somebody wants it to end.</param>
public sealed class MarketRun(Installation installation, MarketBenchOptions options, ThreadPlan plan, Func<bool> isInterrupted)
{
    private const string Service = "market-data";
    private const long StartTimeoutNs = 60_000_000_000;

    /// <summary>Binance gives a snapshot at a weight of 5, and 4,800 of it are used in a minute: a thousand take a little more than one.</summary>
    private const long LiveTimeoutNs = 180_000_000_000;

    /// <summary>Runs it. Blocks.</summary>
    public MarketFigures Execute(int instruments) => BenchFolder.Measure(installation, run => Measure(run, instruments));

    private MarketFigures Measure(RunFolder run, int instruments)
    {
        using BenchChildren children = new(run, isInterrupted);
        using RunFigures counters = new(run.Paths);
        StartVenue(children, run, instruments);
        long startedNs = Clock.MonotonicNs();
        children.Begin(Service, installation.Binary($"artic-{Service}"), "--run", run.Paths.RunFolder);
        children.WaitFor(
            () => counters.Value(Service, "market_instruments_live") == instruments, LiveTimeoutNs, "not every instrument is live");
        long beginNs = Clock.MonotonicNs();
        long collections = counters.Value(Service, "gc_collections_total");
        long gaps = counters.Value(Service, "market_gaps_total");
        long endNs = beginNs + (options.Seconds * 1_000_000_000L);
        children.WaitFor(() => Clock.MonotonicNs() >= endNs, endNs - beginNs + StartTimeoutNs, "the time does not end");
        (long alone, long shared) = ResidentMemory.BytesOf(children[Service].ProcessNumber);
        MarketFigures figures = new()
        {
            Instruments = instruments,
            SecondsToLive = Math.Round((beginNs - startedNs) / 1e9, 1),
            Seconds = options.Seconds,
            PrivateMb = Math.Round(alone / 1e6, 1),
            SharedMb = Math.Round(shared / 1e6, 1),
            GcCollections = counters.Value(Service, "gc_collections_total") - collections,
            Gaps = counters.Value(Service, "market_gaps_total") - gaps,
        };
        children.Stop();
        ReadRecord(run.Paths, beginNs, endNs, figures);
        return figures;
    }

    private void StartVenue(BenchChildren children, RunFolder run, int instruments)
    {
        string readyFile = Path.Combine(run.Paths.RunFolder, "venue.json");
        string[] source = options.Replay == null ? ["--instruments", Text(instruments)] : ["--replay", options.Replay];
        children.Begin(
            "venue", installation.Binary("artic-venue"), ["--port", "0", "--ready-file", readyFile, "--speed", Text(options.Speed), .. source]);
        children.WaitFor(() => File.Exists(readyFile), StartTimeoutNs, "the simulated venue does not listen");
        PipelineOptions configuration = BenchConfiguration.Make(run, plan, BenchConfiguration.ReadPort(readyFile));
        for (int i = 0; i < instruments; i++)
        {
            string baseAsset = i == 0 ? "BTC" : string.Create(CultureInfo.InvariantCulture, $"S{i:D4}");
            configuration.Instruments.Add(new InstrumentOptions
            {
                Id = i + 1, Symbol = $"{baseAsset}USDT", BaseAsset = baseAsset, QuoteAsset = "USDT",
            });
        }

        configuration.Strategies.Add(new StrategyOptions
        {
            Id = 1, Name = "ema_crossover", Instrument = 1, OrderQuantity = "0.01", MaxPosition = "0.03",
            Parameters = new Dictionary<string, double> { ["fast"] = 3, ["slow"] = 8 },
        });
        BenchConfiguration.Write(run, configuration);
    }

    /// <summary>Every frame that came between the two moments: when it was received, and the last record that came of it.</summary>
    private static void ReadRecord(RunPaths paths, long beginNs, long endNs, MarketFigures figures)
    {
        RawFrame frame = new();
        HashSet<uint> connections = [];
        long frames = 0;
        using (RecordReader feed = new(paths, StreamId.Feed))
        {
            while (feed.TryRead(out Record record))
            {
                if (RecordCodec.TypeOf(record) == RecordType.RawFrame && RecordCodec.Read(record, frame).Channel == FrameChannel.MarketStream)
                {
                    _ = connections.Add(frame.Connection);
                    frames += record.Header.OriginNs >= beginNs && record.Header.OriginNs < endNs ? 1 : 0;
                }
            }
        }

        Dictionary<long, long> committed = [];
        using (RecordReader market = new(paths, StreamId.Market))
        {
            while (market.TryRead(out Record record))
            {
                if (record.Header.OriginNs >= beginNs && record.Header.OriginNs < endNs)
                {
                    committed[record.Header.OriginNs] = record.Header.PublishedNs;
                }
            }
        }

        if (committed.Count == 0)
        {
            throw new BenchFailedException("nothing came of what the venue sent");
        }

        figures.Connections = connections.Count;
        figures.FramesPerSecond = Math.Round(frames / figures.Seconds);
        figures.Latency = Latency.Of([.. committed.Select(one => one.Value - one.Key)]);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
