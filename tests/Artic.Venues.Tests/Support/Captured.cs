using Artic.Venues.Captures;
using Artic.Venues.Replay;

namespace Artic.Venues.Tests.Support;

/// <summary>The recorded captures.</summary>
internal static class Captured
{
    public const string BinanceReplay = "market/replay/hftbacktest_spot_btcusdt_20240808.jsonl.gz";
    public const string BinanceStream = "market/raw_ws/cryptofeed_BINANCE.ws.1.0.txt";
    public const string BinanceDocuments = "market/raw_ws/cryptofeed_BINANCE.http.0.0.txt";
    public const string Kraken = "market/raw_ws/cryptofeed_KRAKEN.ws.50.0.txt";
    public const string Coinbase = "market/raw_ws/cryptofeed_COINBASE.ws.28.0.txt";

    /// <summary>All lines, each with bytes of its own.</summary>
    public static List<CaptureLine> Lines(params string[] names)
    {
        using CaptureFiles files = new(Array.ConvertAll(names, name => SharedData.Find(name)!));
        List<CaptureLine> lines = [];
        while (files.TryNext(out CaptureLine line, out _))
        {
            lines.Add(line with { Address = line.Address.ToArray(), Body = line.Body.ToArray() });
        }

        return lines;
    }

    public static CaptureReplay Replay(Venue venue, IEnumerable<CaptureLine> lines, params string[] symbols)
    {
        CaptureReplay replay = new(venue, symbols);
        foreach (CaptureLine line in lines)
        {
            replay.Take(line);
        }

        return replay;
    }

    public static BooksOf Books(CaptureReplay replay) => new(replay);

    /// <summary>Sums over all books.</summary>
    internal readonly struct BooksOf(CaptureReplay replay)
    {
        public long Gaps => replay.Books.Books.Sum(book => book.Keeper.Figures.Gaps);

        public long Matched => replay.Books.Books.Sum(book => book.Keeper.Figures.ChecksumsMatched);

        public long Failed => replay.Books.Books.Sum(book => book.Keeper.Figures.ChecksumsFailed);

        public long Crossed => replay.Books.Books.Sum(book => book.Keeper.Figures.Crossed);

        public long Applied => replay.Books.Books.Sum(book => book.Keeper.Figures.Applied);

        public long Ignored => replay.Books.Books.Sum(book => book.Keeper.Figures.Ignored);
    }
}
