using Artic.Core.Domain;
using Artic.MarketData.Binance;
using Artic.MarketData.Books;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.MarketData;

/// <summary>
/// From frames as they came to books, quotes, trades and bars. A book that is not known to be right is not served.
/// Thread: the hot thread. Allocates nothing in steady state.
/// </summary>
public sealed class MarketDataHandler : IStepHandler
{
    private readonly InstrumentFeed[] _feeds;
    private readonly InstrumentTable<InstrumentFeed> _byId;
    private readonly SymbolTable _bySymbol;
    private readonly int _bookLevels;
    private readonly BinanceMessage _message = new();
    private readonly BinanceMessage _pending = new();
    private readonly Trade _trade = new();
    private readonly BookTop _bookTop = new();
    private readonly FeedStatus _status = new();
    private readonly ConnectionChanged _connection = new();
    private readonly MarketDataCounters _counters;
    private readonly long[] _malformed = new long[Enum.GetValues<MalformedReason>().Length];

    /// <param name="feeds">The instruments; a record's instrument number is the place here plus one.</param>
    /// <param name="bookLevels">Levels a side in book records.</param>
    /// <param name="counters">Where the state's totals are shown.</param>
    public MarketDataHandler(InstrumentFeed[] feeds, int bookLevels, MarketDataCounters counters)
    {
        _feeds = feeds;
        _byId = new InstrumentTable<InstrumentFeed>(feeds, feed => feed.InstrumentId);
        _bySymbol = new SymbolTable(feeds);
        _bookLevels = bookLevels;
        _counters = counters;
    }

    /// <summary>Market messages that were understood.</summary>
    public long Messages { get; private set; }

    /// <summary>Frames that were refused, by <see cref="MalformedReason"/>.</summary>
    public ReadOnlySpan<long> Malformed => _malformed;

    /// <summary>The definitions are to be fetched again: an instrument was not in them, or not readable.</summary>
    public bool WantsDefinitions { get; set; }

    /// <summary>Some instrument's snapshot is to be fetched.</summary>
    public bool WantsSnapshots { get; set; }

    /// <summary>Holes in the sequences of all instruments.</summary>
    public long Gaps { get; private set; }

    /// <summary>Times that a book was built anew after it had been live.</summary>
    public long Resyncs { get; private set; }

    /// <summary>Trades that were left out of bars which had closed, counted for each bar.</summary>
    public long LateTrades { get; private set; }

    /// <summary>Instruments whose book is known to be right.</summary>
    public long LiveInstruments { get; private set; }

    /// <summary>The venue announced that it will disconnect.</summary>
    public bool ShutdownAnnounced { get; private set; }

    /// <inheritdoc/>
    public void Handle(in Record input, StepOutput output)
    {
        switch (RecordCodec.TypeOf(input))
        {
            case RecordType.RawFrame:
                HandleFrame(RecordCodec.ReadFrame(input, out FrameChannel channel), channel, input.Header.InstrumentId, output);
                break;
            case RecordType.ConnectionChanged:
                RecordCodec.Read(input, _connection);
                ShutdownAnnounced = false;
                bool connected = _connection.State == ConnectionState.Connected;
                foreach (InstrumentFeed feed in _feeds)
                {
                    Withdraw(feed, connected ? FeedState.Resyncing : FeedState.Stale,
                        connected ? FeedReason.Starting : FeedReason.Disconnected, output);
                    feed.WantsSnapshot = connected;
                    WantsSnapshots |= connected;
                }

                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void AfterStep(in Record input) => _counters.Show(this, _feeds[0].Quote);

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        state.Section("market data");
        state.Write(Messages);
        state.WriteAll(_malformed);
        state.Write(WantsDefinitions);
        state.Write(WantsSnapshots);
        state.Write(Gaps);
        state.Write(Resyncs);
        state.Write(LiveInstruments);
        state.Write(ShutdownAnnounced);
        state.Write(LateTrades);
        state.Write(_feeds.Length);
        foreach (InstrumentFeed feed in _feeds)
        {
            feed.Save(state);
        }
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        state.Section("market data");
        Messages = state.ReadInt64();
        state.ReadAll(_malformed);
        WantsDefinitions = state.ReadBoolean();
        WantsSnapshots = state.ReadBoolean();
        Gaps = state.ReadInt64();
        Resyncs = state.ReadInt64();
        LiveInstruments = state.ReadInt64();
        ShutdownAnnounced = state.ReadBoolean();
        LateTrades = state.ReadInt64();
        state.NeedCount(_feeds.Length);
        foreach (InstrumentFeed feed in _feeds)
        {
            feed.Load(state);
        }
    }

    /// <summary>Has the edge fetch the instrument's snapshot.</summary>
    public void WantSnapshot(InstrumentFeed feed)
    {
        feed.WantsSnapshot = true;
        WantsSnapshots = true;
    }

    private void HandleFrame(ReadOnlySpan<byte> frame, FrameChannel channel, uint instrumentId, StepOutput output)
    {
        switch (channel)
        {
            case FrameChannel.MarketStream:
                HandleStream(frame, output);
                break;
            case FrameChannel.DepthSnapshot:
                HandleSnapshot(frame, _byId.Find(instrumentId), output);
                break;
            case FrameChannel.ExchangeInfo:
                HandleDefinitions(frame.ToArray(), output);
                break;
            default:
                break;
        }
    }

    private void HandleDefinitions(byte[] body, StepOutput output)
    {
        foreach (InstrumentFeed feed in _feeds)
        {
            if (feed.IsDefined)
            {
                continue;
            }

            if (ExchangeInformation.Find(body, feed.InstrumentId, feed.Symbol) is { } instrument)
            {
                feed.IsDefined = true;
                output.Append(RecordType.Instrument, feed.InstrumentId, instrument);
            }
            else
            {
                _malformed[(int)MalformedReason.Definition]++;
                WantsDefinitions = true;
            }
        }
    }

    private void HandleStream(ReadOnlySpan<byte> frame, StepOutput output)
    {
        if (!BinanceMarketCodec.TryParse(frame, _message))
        {
            // Nobody can say which instrument it was about: every book may lack it.
            _malformed[(int)MalformedReason.Json]++;
            foreach (InstrumentFeed each in _feeds)
            {
                Resync(each, FeedReason.Malformed, output);
            }

            return;
        }

        Messages++;
        if (_message.Kind == BinanceMessageKind.Shutdown)
        {
            ShutdownAnnounced = true;
            return;
        }

        if (_message.Kind == BinanceMessageKind.None)
        {
            return;
        }

        InstrumentFeed? feed = _bySymbol.Find(_message.Symbol);
        if (feed == null)
        {
            _malformed[(int)MalformedReason.Symbol]++;
            return;
        }

        switch (_message.Kind)
        {
            case BinanceMessageKind.Ticker:
                HandleTicker(feed, output);
                break;
            case BinanceMessageKind.Trade:
                HandleTrade(feed, output);
                break;
            case BinanceMessageKind.Depth:
                HandleDepth(feed, frame, output);
                break;
            default:
                _malformed[(int)MalformedReason.Incomplete]++;
                break;
        }
    }

    private void HandleTicker(InstrumentFeed feed, StepOutput output)
    {
        if (_message.Bids.Count != 1 || _message.Asks.Count != 1)
        {
            _malformed[(int)MalformedReason.Incomplete]++;
            return;
        }

        // Before the book is live nobody is served; an older ticker than the last quote says nothing new.
        if (feed.Book.IsLive && (ulong)_message.LastUpdateId > feed.Quote.UpdateId &&
            _message.Bids.Prices[0] < _message.Asks.Prices[0])
        {
            Publish(
                feed, _message.Bids.Prices[0], _message.Bids.Quantities[0], _message.Asks.Prices[0],
                _message.Asks.Quantities[0], _message.LastUpdateId, 0, output);
        }
    }

    private void HandleTrade(InstrumentFeed feed, StepOutput output)
    {
        if (_message.Price <= 0 || _message.Quantity <= 0 || _message.ExchangeTimeNs <= 0)
        {
            _malformed[(int)MalformedReason.Incomplete]++;
            return;
        }

        _trade.InstrumentId = feed.InstrumentId;
        _trade.Price = _message.Price;
        _trade.Quantity = _message.Quantity;
        _trade.TradeId = (ulong)_message.TradeId;
        _trade.Aggressor = _message.BuyerIsMaker ? Side.Sell : Side.Buy;
        _trade.ExchangeTimeNs = _message.ExchangeTimeNs;
        output.Append(RecordType.Trade, feed.InstrumentId, _trade);
        foreach (BarBuilder bars in feed.Bars)
        {
            long late = bars.LateTrades;
            if (bars.Add(_message.Price, _message.Quantity, _message.ExchangeTimeNs) is { } bar)
            {
                output.Append(RecordType.Bar, feed.InstrumentId, bar);
            }

            LateTrades += bars.LateTrades - late;
        }
    }

    private void HandleDepth(InstrumentFeed feed, ReadOnlySpan<byte> frame, StepOutput output)
    {
        if (!feed.Book.IsLive)
        {
            if (!feed.Pending.TryAdd(frame))
            {
                feed.Pending.Clear();
                WantSnapshot(feed);
            }

            return;
        }

        switch (feed.Book.ApplyDiff(_message))
        {
            case DiffOutcome.Applied:
                PublishBook(feed, _message.ExchangeTimeNs, output);
                break;
            case DiffOutcome.Gap:
                feed.Gaps++;
                Gaps++;
                Resync(feed, FeedReason.SequenceGap, output);
                _ = feed.Pending.TryAdd(frame);
                break;
            case DiffOutcome.Crossed:
                Resync(feed, FeedReason.CrossedBook, output);
                break;
            default:
                break;
        }
    }

    private void HandleSnapshot(ReadOnlySpan<byte> frame, InstrumentFeed? feed, StepOutput output)
    {
        if (feed == null || feed.Book.IsLive)
        {
            return;
        }

        if (!BinanceMarketCodec.TryParse(frame, _message) || _message.Kind != BinanceMessageKind.Snapshot)
        {
            _malformed[(int)MalformedReason.Snapshot]++;
            WantSnapshot(feed);
            return;
        }

        feed.Book.ApplySnapshot(_message);
        for (int i = 0; i < feed.Pending.Count; i++)
        {
            // These were understood once already.
            _ = BinanceMarketCodec.TryParse(feed.Pending[i], _pending);
            DiffOutcome outcome = feed.Book.ApplyDiff(_pending);
            if (outcome is DiffOutcome.Gap or DiffOutcome.Crossed)
            {
                // The snapshot is older than the first diff that was kept: the next one is not.
                feed.Book.Withdraw();
                WantSnapshot(feed);
                return;
            }
        }

        feed.Pending.Clear();
        feed.Quote.UpdateId = 0;
        SetState(feed, FeedState.Live, FeedReason.SnapshotApplied, output);
        PublishBook(feed, 0, output);
    }

    private void PublishBook(InstrumentFeed feed, long exchangeTimeNs, StepOutput output)
    {
        OrderBook book = feed.Book;
        if (book.Bids.Count == 0 || book.Asks.Count == 0)
        {
            return;
        }

        _bookTop.Reset();
        _bookTop.InstrumentId = feed.InstrumentId;
        _bookTop.UpdateId = (ulong)book.UpdateId;
        _bookTop.ExchangeTimeNs = exchangeTimeNs;
        for (int i = 0; i < Math.Min(_bookLevels, book.Bids.Count); i++)
        {
            _bookTop.BidPrices.Add(book.Bids.PriceAt(i));
            _bookTop.BidQuantities.Add(book.Bids.QuantityAt(i));
        }

        for (int i = 0; i < Math.Min(_bookLevels, book.Asks.Count); i++)
        {
            _bookTop.AskPrices.Add(book.Asks.PriceAt(i));
            _bookTop.AskQuantities.Add(book.Asks.QuantityAt(i));
        }

        output.Append(RecordType.BookTop, feed.InstrumentId, _bookTop);
        if ((ulong)book.UpdateId > feed.Quote.UpdateId)
        {
            Publish(
                feed, book.Bids.BestPrice, book.Bids.BestQuantity, book.Asks.BestPrice, book.Asks.BestQuantity,
                book.UpdateId, exchangeTimeNs, output);
        }
    }

    private static void Publish(
        InstrumentFeed feed, long bidPrice, long bidQuantity, long askPrice, long askQuantity, long updateId,
        long exchangeTimeNs, StepOutput output)
    {
        Quote quote = feed.Quote;
        bool same = quote.BidPrice == bidPrice && quote.BidQuantity == bidQuantity && quote.AskPrice == askPrice &&
            quote.AskQuantity == askQuantity && quote.UpdateId != 0;
        quote.BidPrice = bidPrice;
        quote.BidQuantity = bidQuantity;
        quote.AskPrice = askPrice;
        quote.AskQuantity = askQuantity;
        quote.UpdateId = (ulong)updateId;
        quote.ExchangeTimeNs = exchangeTimeNs;
        if (!same)
        {
            output.Append(RecordType.Quote, feed.InstrumentId, quote);
        }
    }

    private void Resync(InstrumentFeed feed, FeedReason reason, StepOutput output)
    {
        if (feed.Book.IsLive)
        {
            feed.Resyncs++;
            Resyncs++;
        }

        Withdraw(feed, FeedState.Resyncing, reason, output);
        WantSnapshot(feed);
    }

    private void Withdraw(InstrumentFeed feed, FeedState state, FeedReason reason, StepOutput output)
    {
        feed.Book.Withdraw();
        feed.Pending.Clear();
        SetState(feed, state, reason, output);
    }

    private void SetState(InstrumentFeed feed, FeedState state, FeedReason reason, StepOutput output)
    {
        if (feed.State == state)
        {
            return;
        }

        LiveInstruments += (state == FeedState.Live ? 1 : 0) - (feed.State == FeedState.Live ? 1 : 0);
        feed.State = state;
        _status.InstrumentId = feed.InstrumentId;
        _status.State = state;
        _status.Reason = reason;
        _status.Gaps = feed.Gaps;
        _status.Resyncs = feed.Resyncs;
        output.Append(RecordType.FeedStatus, feed.InstrumentId, _status);
    }
}
