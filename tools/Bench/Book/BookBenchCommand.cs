using System.Globalization;
using System.Runtime.Intrinsics;
using Artic.Bench.Chain;
using Artic.Bench.Figures;
using Artic.Core.Time;
using Artic.Streams.Native;
using Artic.V1;
using Artic.Venues;
using Artic.Venues.Binance;
using Artic.Venues.Books;
using Artic.Venues.Captures;
using Google.Protobuf;

namespace Artic.Bench.Book;

/// <summary>
/// <c>artic bench book</c>: a recorded Binance capture's depth messages, in memory, parsed and applied again and again on one
/// core, in turn with a plain reader. Thread: the main thread, pinned.
/// </summary>
public sealed class BookBenchCommand(BookBenchOptions options)
{
    private const int WarmRounds = 3;
    private const int QuoteBytes = 256;
    private const string Inside =
        "decode (the whole text, every number) and keep (sequence, every level, crossing) of each depth message that follows the snapshot; not: reading the file, the snapshot, which is taken anew before each round, and the clock";

    private readonly List<byte[]> _depth = [];
    private readonly List<byte[]> _tickers = [];
    private readonly BinanceDecoder _decoder = new();
    private readonly BinanceKeeper _keeper = new();
    private readonly MarketFrame _frame = new();
    private readonly PlainBook _plain = new();
    private readonly byte[] _quoteBytes = new byte[QuoteBytes];
    private readonly Quote _quote = new() { InstrumentId = 1 };
    private byte[] _snapshot = [];

    /// <summary>Runs it and gives the exit code.</summary>
    public int Execute()
    {
        if (BenchOptions.AreRefused("book", options.Violations()))
        {
            return 2;
        }

        try
        {
            Load();
            BookBenchReport report = Measure();
            Print(report);
            ReportFile.Write(report, options.Json, BenchJson.Default.BookBenchReport);

            return 0;
        }
        catch (BenchFailedException failure)
        {
            Console.Error.WriteLine($"artic bench book: {failure.Message}");
            return 1;
        }
    }

    private void Load()
    {
        using CaptureReader reader = new(options.File);
        long updateId = 0;
        while (reader.TryNext(out CaptureLine line))
        {
            if (line.Kind != CaptureLineKind.Received || !_decoder.TryDecode(line.Body.Span, _frame))
            {
                continue;
            }

            MarketEvent said = _frame.Events[0];
            switch (said.Kind)
            {
                case MarketEventKind.Snapshot when _snapshot.Length == 0:
                    _snapshot = line.Body.ToArray();
                    updateId = said.UpdateId;
                    break;
                case MarketEventKind.Delta:
                    _depth.Add(line.Body.ToArray());
                    break;
                case MarketEventKind.Ticker:
                    _tickers.Add(line.Body.ToArray());
                    break;
                default:
                    break;
            }
        }

        // Those that came before the snapshot and are in it.
        _ = _depth.RemoveAll(message => _decoder.TryDecode(message, _frame) && _frame.Events[0].UpdateId <= updateId);
        if (_snapshot.Length == 0 || _depth.Count == 0 || _tickers.Count == 0)
        {
            throw new BenchFailedException($"{options.File} is no Binance capture with a snapshot, depth messages and bookTickers");
        }
    }

    private BookBenchReport Measure()
    {
        int core = ThreadSettings.AllowedCores()[^1];
        _ = ThreadSettings.TryPin(core);
        BookBenchReport report = new()
        {
            Machine = Machine.Look(), Core = core, Measured = Inside, Rounds = options.Rounds, Messages = _depth.Count,
            Bytes = _depth.Sum(message => (long)message.Length),
            Vectors = Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : Vector128.IsHardwareAccelerated ? "128" : "none",
        };
        foreach (byte[] message in _depth)
        {
            _ = _decoder.TryDecode(message, _frame);
            report.Levels += _frame.Bids(_frame.Events[0]).Length + _frame.Asks(_frame.Events[0]).Length;
        }

        double[] mine = new double[options.Rounds];
        double[] parse = new double[options.Rounds];
        double[] plain = new double[options.Rounds];
        long[] quotes = new long[options.Rounds * _tickers.Count];
        for (int round = -WarmRounds; round < options.Rounds; round++)
        {
            long allocated = 0;
            long keepNs = Keep(ref allocated);
            long parseNs = Parse(ref allocated);
            long plainNs = KeepPlainly();
            Quotes(round < 0 ? new long[_tickers.Count] : quotes.AsSpan(round * _tickers.Count, _tickers.Count), ref allocated);
            if (round >= 0)
            {
                mine[round] = PerSecond(report.Bytes, keepNs);
                parse[round] = PerSecond(report.Bytes, parseNs);
                plain[round] = PerSecond(report.Bytes, plainNs);
                report.AllocBytes += allocated;
            }
        }

        if (_keeper.Book.Bids.Count + _keeper.Book.Asks.Count != _plain.Levels)
        {
            throw new BenchFailedException("the two books differ");
        }

        report.BytesPerSecond = Latency.Middle(mine);
        report.LevelNs = Math.Round(1e9 * report.Bytes / report.BytesPerSecond / report.Levels, 2);
        report.ParseBytesPerSecond = Latency.Middle(parse);
        report.BaselineBytesPerSecond = Latency.Middle(plain);
        report.OverBaseline = Ratio.Of([.. mine.Zip(plain, (one, other) => one / other)]);
        report.Ratio = report.OverBaseline.Median;
        report.BytesPerSecondRuns = mine;
        report.BaselineBytesPerSecondRuns = plain;
        Array.Sort(quotes);
        report.QuoteP50Ns = quotes[quotes.Length / 2];
        report.QuoteP99Ns = quotes[quotes.Length * 99L / 100];
        return report;
    }

    private long Keep(ref long allocated)
    {
        _keeper.Withdraw();
        _ = _decoder.TryDecode(_snapshot, _frame);
        _ = _keeper.Take(_frame, _frame.Events[0]);
        bool good = true;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long begin = Clock.MonotonicNs();
        foreach (byte[] message in _depth)
        {
            good &= _decoder.TryDecode(message, _frame) && _keeper.Take(_frame, _frame.Events[0]) == BookOutcome.Applied;
        }

        long spent = Clock.MonotonicNs() - begin;
        allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;
        return good ? spent : throw new BenchFailedException("a depth message does not follow the one before it");
    }

    private long Parse(ref long allocated)
    {
        bool good = true;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long begin = Clock.MonotonicNs();
        foreach (byte[] message in _depth)
        {
            good &= _decoder.TryDecode(message, _frame);
        }

        long spent = Clock.MonotonicNs() - begin;
        allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;
        return good ? spent : throw new BenchFailedException("a depth message was refused");
    }

    private long KeepPlainly()
    {
        _plain.Replace(_snapshot);
        long begin = Clock.MonotonicNs();
        foreach (byte[] message in _depth)
        {
            _plain.Apply(message);
        }

        return Clock.MonotonicNs() - begin;
    }

    private void Quotes(Span<long> spansNs, ref long allocated)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < spansNs.Length; i++)
        {
            long begin = Clock.MonotonicNs();
            _ = _decoder.TryDecode(_tickers[i], _frame);
            MarketEvent ticker = _frame.Events[0];
            BookLevel bid = _frame.Bids(ticker)[0];
            BookLevel ask = _frame.Asks(ticker)[0];
            _quote.BidPrice = bid.Price;
            _quote.BidQuantity = bid.Quantity;
            _quote.AskPrice = ask.Price;
            _quote.AskQuantity = ask.Quantity;
            _quote.UpdateId = (ulong)ticker.UpdateId;
            _quote.WriteTo(_quoteBytes.AsSpan(0, _quote.CalculateSize()));
            spansNs[i] = Clock.MonotonicNs() - begin;
        }

        allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;
    }

    private static double PerSecond(long bytes, long spentNs) => Math.Round(bytes * 1e9 / spentNs);

    private static void Print(BookBenchReport report)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(culture, $"{report.Machine.Cpu}, core {report.Core}, vectors of {report.Vectors} bits; {report.Rounds} interleaved rounds of {report.Messages} messages, {report.Levels} levels, {report.Bytes} bytes"));
        Console.WriteLine(string.Create(culture, $"parsed and applied  {report.BytesPerSecond / 1e9:0.000} GB/s, {report.LevelNs:0.0} ns a level (parsed alone {report.ParseBytesPerSecond / 1e9:0.000} GB/s)"));
        Console.WriteLine(string.Create(culture, $"plain version       {report.BaselineBytesPerSecond / 1e9:0.000} GB/s; ratio {report.Ratio:0.0} ({report.OverBaseline.Low:0.0} to {report.OverBaseline.High:0.0})"));
        Console.WriteLine(string.Create(culture, $"quote               p50 {report.QuoteP50Ns} ns, p99 {report.QuoteP99Ns} ns from bytes to an encoded record"));
        Console.WriteLine(string.Create(culture, $"allocated           {report.AllocBytes} bytes"));
    }
}
