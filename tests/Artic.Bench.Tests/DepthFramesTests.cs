using Artic.Bench.Venue;
using Artic.Venues;
using Artic.Venues.Binance;
using Artic.Venues.Books;

namespace Artic.Bench.Tests;

public sealed class DepthFramesTests
{
    private const int HeaderBytes = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Every_frame_is_the_next_of_its_book_and_changes_the_best_prices(int instruments)
    {
        DepthFrames frames = new(0);
        BinanceDecoder decoder = new();
        BinanceKeeper keeper = new();
        MarketFrame message = new();
        Assert.True(decoder.TryDecode(System.Text.Encoding.ASCII.GetBytes(DepthFrames.Snapshot()), message));
        Assert.Equal(BookOutcome.Synchronised, keeper.Take(message, message.Events[0]));
        (long, long, long, long) before = Top(keeper.Book);
        for (long number = 0; number < 1000; number++)
        {
            long last = BenchInstrument.FirstUpdateId + (number * instruments) + 1;
            ReadOnlySpan<byte> frame = frames.Next(number, last - instruments + 1, last, 1_700_000_000_000)[HeaderBytes..];
            Assert.Equal(number * instruments, BenchInstrument.TickOf(frame));
            Assert.True(decoder.TryDecode(frame, message));
            MarketEvent depth = message.Events[0];
            Assert.Equal((MarketEventKind.Delta, last), (depth.Kind, depth.UpdateId));
            Assert.Equal("B0000USDT", System.Text.Encoding.ASCII.GetString(message.Symbol(depth)));
            Assert.Equal(BookOutcome.Applied, keeper.Take(message, depth));
            Assert.NotEqual(before, Top(keeper.Book));
            before = Top(keeper.Book);
        }
    }

    [Fact]
    public void The_length_in_the_WebSocket_header_is_that_of_the_text()
    {
        ReadOnlySpan<byte> frame = new DepthFrames(7).Next(2, 2_000_000_001, 2_000_000_001, 1_700_000_000_000);
        Assert.Equal((0x81, 126), (frame[0], frame[1]));
        Assert.Equal(frame.Length - HeaderBytes, (frame[2] << 8) | frame[3]);
    }

    private static (long, long, long, long) Top(OrderBook book) =>
        (book.Bids.BestPrice, book.Bids.BestQuantity, book.Asks.BestPrice, book.Asks.BestQuantity);
}
