using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;
using Google.Protobuf.Collections;
using Artic.Venues;
using Artic.Venues.Books;

namespace Artic.MarketData;

/// <summary>
/// What is put on record of a book: its best levels, the quote, and where that is configured the whole of it and each
/// change. Thread: the loop's. Allocates only when its messages grow.
/// </summary>
public sealed class BookRecords(MarketDataOptions options)
{
    private readonly BookTop _top = new();
    private readonly BookSnapshot _whole = new();
    private readonly BookDelta _delta = new();

    /// <summary>The best levels and, where it is news, the quote.</summary>
    public void AppendTop(InstrumentFeed feed, long exchangeTimeNs, StepOutput output)
    {
        OrderBook book = feed.Keeper.Book;
        long updateId = feed.Keeper.UpdateId;
        if (book.Bids.Count == 0 || book.Asks.Count == 0)
        {
            return;
        }

        FillTop(feed, exchangeTimeNs);
        output.Append(RecordType.BookTop, feed.InstrumentId, _top);

        // Not every venue numbers its book; where one does, best prices of their own may have been newer.
        if (updateId == 0 || (ulong)updateId > feed.Quote.UpdateId)
        {
            AppendQuote(
                feed, book.Bids.BestPrice, book.Bids.BestQuantity, book.Asks.BestPrice, book.Asks.BestQuantity, updateId,
                exchangeTimeNs, output);
        }
    }

    /// <summary>
    /// Sets the levels of an event to what they are, and fills the message that <see cref="AppendTop"/> would put on record: the code and the
    /// memory of a change, without one.
    /// </summary>
    public void Rehearse(InstrumentFeed feed, MarketFrame frame, in MarketEvent said)
    {
        OrderBook book = feed.Keeper.Book;
        if (said.PriceScale == book.PriceScale)
        {
            book.SetAgain(frame.Bids(said), frame.Asks(said));
        }

        FillTop(feed, exchangeTimeNs: 0);
        _ = _top.CalculateSize();
    }

    /// <summary>The quote, unless it says what the last one said.</summary>
    public static void AppendQuote(
        InstrumentFeed feed, long bidPrice, long bidQuantity, long askPrice, long askQuantity, long updateId,
        long exchangeTimeNs, StepOutput output)
    {
        Quote quote = feed.Quote;
        bool isNews = feed.NeedsQuote || quote.BidPrice != bidPrice || quote.BidQuantity != bidQuantity ||
            quote.AskPrice != askPrice || quote.AskQuantity != askQuantity;
        quote.BidPrice = bidPrice;
        quote.BidQuantity = bidQuantity;
        quote.AskPrice = askPrice;
        quote.AskQuantity = askQuantity;
        quote.UpdateId = (ulong)updateId;
        quote.ExchangeTimeNs = exchangeTimeNs;
        quote.PriceScale = PriceScales.ToRecord(feed.PriceScale);
        if (isNews)
        {
            feed.NeedsQuote = false;
            output.Append(RecordType.Quote, feed.InstrumentId, quote);
        }
    }

    /// <summary>The whole book, where that is configured.</summary>
    public void AppendWhole(InstrumentFeed feed, long exchangeTimeNs, StepOutput output)
    {
        if (!options.BookDeltas)
        {
            return;
        }

        OrderBook book = feed.Keeper.Book;
        _whole.Reset();
        _whole.InstrumentId = feed.InstrumentId;
        _whole.UpdateId = (ulong)feed.Keeper.UpdateId;
        _whole.ExchangeTimeNs = exchangeTimeNs;
        _whole.PriceScale = PriceScales.ToRecord(book.PriceScale);
        Fill(_whole.BidPrices, _whole.BidQuantities, book.Bids.Best(book.Bids.Count));
        Fill(_whole.AskPrices, _whole.AskQuantities, book.Asks.Best(book.Asks.Count));

        output.Append(RecordType.BookSnapshot, feed.InstrumentId, _whole);
    }

    /// <summary>What a message changed, where that is configured.</summary>
    public void AppendDelta(InstrumentFeed feed, MarketFrame frame, in MarketEvent said, StepOutput output)
    {
        if (!options.BookDeltas)
        {
            return;
        }

        _delta.Reset();
        _delta.InstrumentId = feed.InstrumentId;
        _delta.UpdateId = (ulong)feed.Keeper.UpdateId;
        _delta.ExchangeTimeNs = said.ExchangeTimeNs;
        _delta.PriceScale = PriceScales.ToRecord(feed.PriceScale);
        foreach (ref readonly BookLevel level in frame.Bids(said))
        {
            _delta.BidPrices.Add(level.Price);
            _delta.BidQuantities.Add(level.Quantity);
        }

        foreach (ref readonly BookLevel level in frame.Asks(said))
        {
            _delta.AskPrices.Add(level.Price);
            _delta.AskQuantities.Add(level.Quantity);
        }

        output.Append(RecordType.BookDelta, feed.InstrumentId, _delta);
    }

    private void FillTop(InstrumentFeed feed, long exchangeTimeNs)
    {
        OrderBook book = feed.Keeper.Book;
        _top.Reset();
        _top.InstrumentId = feed.InstrumentId;
        _top.UpdateId = (ulong)feed.Keeper.UpdateId;
        _top.ExchangeTimeNs = exchangeTimeNs;
        _top.PriceScale = PriceScales.ToRecord(book.PriceScale);
        Fill(_top.BidPrices, _top.BidQuantities, book.Bids.Best(options.BookLevels));
        Fill(_top.AskPrices, _top.AskQuantities, book.Asks.Best(options.BookLevels));
    }

    private static void Fill(RepeatedField<long> prices, RepeatedField<long> quantities, BookSide.Walk levels)
    {
        foreach (BookLevel level in levels)
        {
            prices.Add(level.Price);
            quantities.Add(level.Quantity);
        }
    }
}
