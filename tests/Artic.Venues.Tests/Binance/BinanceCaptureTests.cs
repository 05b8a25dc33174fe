using System.Text;
using System.Text.Json;
using Artic.Venues.Binance;
using Artic.Venues.Books;
using Artic.Venues.Captures;
using Artic.Venues.Replay;
using Artic.Venues.Tests.Support;

namespace Artic.Venues.Tests.Binance;

public sealed class BinanceCaptureTests
{
    [RecordedFact(Captured.BinanceReplay)]
    public void The_fast_path_reads_every_recorded_message_as_the_general_path_does()
    {
        BinanceDecoder fast = new();
        BinanceDecoder general = new(usesFastPath: false);
        MarketFrame one = new();
        MarketFrame other = new();
        int usual = 0;
        foreach (CaptureLine line in Captured.Lines(Captured.BinanceReplay))
        {
            string text = Encoding.ASCII.GetString(line.Body.Span);
            Assert.True(fast.TryDecode(line.Body.Span, one), text);
            Assert.True(general.TryDecode(line.Body.Span, other), text);
            Frames.NeedSame(one, other, text);
            usual += BinanceFastPath.TryDecode(line.Body.Span, new MarketFrame()) ? 1 : 0;
        }

        // All but the snapshot.
        Assert.Equal(41_248, usual);
    }

    [RecordedFact(Captured.BinanceReplay)]
    public void Every_ticker_of_an_applied_update_is_the_top_of_the_book_and_there_is_no_gap()
    {
        CaptureReplay replay = Captured.Replay(Venue.Binance, Captured.Lines(Captured.BinanceReplay));
        VenueBook book = Assert.Single(replay.Books.Books);
        Assert.Equal("BTCUSDT", book.Symbol);
        Assert.True(book.Keeper.IsLive);
        BookFigures figures = book.Keeper.Figures;
        Assert.Equal((0, 0, 0), (figures.Gaps, figures.Crossed, figures.Resyncs));

        // 3,451 diffs and the snapshot; two diffs are older than it.
        Assert.Equal((3_450, 2), (figures.Applied, figures.Ignored));
        TickerCheck check = replay.CheckOf(book)!;
        Assert.Equal((564, 0), (check.Matched, check.Failed));
        Assert.Equal(Model(), BookText.Sha256(book.Keeper.Book));
    }

    [RecordedFact(Captured.BinanceDocuments)]
    public void Diffs_that_precede_their_snapshot_are_applied_once_and_stale_ones_never()
    {
        CaptureReplay replay = Captured.Replay(
            Venue.Binance, Captured.Lines(Captured.BinanceStream, Captured.BinanceDocuments));
        Assert.Equal(["NKNUSDT", "BLZETH", "LRCBTC", "RUNEEUR"], replay.Books.Books.Select(book => book.Symbol));
        Assert.All(replay.Books.Books, book =>
        {
            Assert.True(book.Keeper.IsLive, book.Symbol);
            Assert.Equal((0, 0), (book.Keeper.Figures.Gaps, book.Keeper.Figures.Resyncs));
            Assert.Equal(0, replay.CheckOf(book)!.Failed);
        });
        Assert.Equal(0, replay.Books.UnknownSymbols);
        foreach (VenueBook book in replay.Books.Books)
        {
            Assert.Equal(Model(book.Symbol), BookText.Sha256(book.Keeper.Book));
        }
    }

    /// <summary>The capture with a plain reader: the snapshot, then every diff that is newer.</summary>
    private static string Model()
    {
        ModelBook model = new();
        long at = 0;
        List<JsonElement> waiting = [];
        foreach (CaptureLine line in Captured.Lines(Captured.BinanceReplay))
        {
            JsonElement root = JsonDocument.Parse(line.Body).RootElement;
            if (root.TryGetProperty("lastUpdateId", out JsonElement id))
            {
                at = id.GetInt64();
                Set(model, root, "bids", "asks");
                waiting.ForEach(Apply);
            }
            else if (root.GetProperty("data").TryGetProperty("U", out _))
            {
                if (at == 0)
                {
                    waiting.Add(root.GetProperty("data"));
                }
                else
                {
                    Apply(root.GetProperty("data"));
                }
            }
        }

        return model.Sha256();

        void Apply(JsonElement diff)
        {
            if (diff.GetProperty("u").GetInt64() > at)
            {
                Set(model, diff, "b", "a");
            }
        }
    }

    private static string Model(string symbol)
    {
        ModelBook model = new();
        CaptureLine document = Captured.Lines(Captured.BinanceDocuments).First(
            line => Encoding.ASCII.GetString(line.AddressSymbol) == symbol);
        JsonElement snapshot = JsonDocument.Parse(document.Body).RootElement;
        Set(model, snapshot, "bids", "asks");
        foreach (CaptureLine line in Captured.Lines(Captured.BinanceStream).Where(line => line.Kind == CaptureLineKind.Received))
        {
            JsonElement root = JsonDocument.Parse(line.Body).RootElement;
            if (root.TryGetProperty("data", out JsonElement data) && data.TryGetProperty("U", out _) &&
                data.GetProperty("s").GetString() == symbol &&
                data.GetProperty("u").GetInt64() > snapshot.GetProperty("lastUpdateId").GetInt64())
            {
                Set(model, data, "b", "a");
            }
        }

        return model.Sha256();
    }

    private static void Set(ModelBook model, JsonElement message, string bids, string asks)
    {
        foreach (JsonElement level in message.GetProperty(bids).EnumerateArray())
        {
            model.Set(isBid: true, level);
        }

        foreach (JsonElement level in message.GetProperty(asks).EnumerateArray())
        {
            model.Set(isBid: false, level);
        }
    }
}
