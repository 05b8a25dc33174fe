using Artic.Core.Domain;
using Artic.Hosting.Options;
using Artic.MarketData.Venues;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;
using Artic.Venues;
using Artic.Venues.Books;

namespace Artic.MarketData;

/// <summary>
/// From frames as they came to books, quotes, trades and bars. A book that is not known to be right is not served.
/// Thread: the hot thread. Allocates nothing in steady state.
/// </summary>
public sealed class MarketDataHandler : IStepHandler
{
    private const int WholeBps = 10_000;

    private readonly InstrumentFeed[] _feeds;
    private readonly InstrumentTable<InstrumentFeed> _byId;
    private readonly SymbolTable<InstrumentFeed> _bySymbol;
    private readonly VenueAdapter _adapter;
    private readonly int _absurdPriceBps;
    private readonly IMarketDecoder _decoder;
    private readonly MarketFrame _frame = new();
    private readonly Trade _trade = new();
    private readonly BookRecords _records;
    private readonly FeedStatus _status = new();
    private readonly ConnectionChanged _connection = new();
    private readonly StreamSilent _silent = new();
    private readonly MarketDataCounters _counters;
    private readonly long[] _malformed = new long[Enum.GetValues<MalformedReason>().Length];

    // For each connection: the venue's number of its last message, -1 before one; and 1 where it said that it will end.
    private readonly long[] _sequences;
    private readonly long[] _shutdowns;
    private long _utcOffsetNs;

    /// <param name="feeds">The instruments.</param>
    /// <param name="adapter">The venue.</param>
    /// <param name="options">What is configured.</param>
    /// <param name="counters">Where the state's totals are shown.</param>
    public MarketDataHandler(InstrumentFeed[] feeds, VenueAdapter adapter, MarketDataOptions options, MarketDataCounters counters)
    {
        _feeds = feeds;
        _byId = new InstrumentTable<InstrumentFeed>(feeds, feed => feed.InstrumentId);
        _bySymbol = new SymbolTable<InstrumentFeed>(feeds.Length);
        Array.ForEach(feeds, feed => _bySymbol.Add(feed.SymbolBytes, feed));
        _adapter = adapter;
        HasRestSnapshots = adapter.SnapshotOf(feeds[0].VenueSymbol, feeds.Length) != null;
        _decoder = adapter.Venue.NewDecoder();
        _absurdPriceBps = options.AbsurdPriceBps;
        _records = new BookRecords(options);
        _counters = counters;
        _sequences = new long[feeds[^1].Connection + 1];
        _sequences.AsSpan().Fill(-1);
        _shutdowns = new long[_sequences.Length];
    }

    /// <summary>Connections that carry the instruments.</summary>
    public int Connections => _sequences.Length;

    /// <summary>Books begin with a REST document, not with a message of the stream.</summary>
    public bool HasRestSnapshots { get; }

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

    /// <summary>Instruments of the run.</summary>
    public long Instruments => _feeds.Length;

    /// <summary>Books whose checksum was not the venue's.</summary>
    public long ChecksumsFailed { get; private set; }

    /// <summary>Books that were doubted because nothing came.</summary>
    public long Silences { get; private set; }

    /// <summary>From the venue's time in the last message that has one to its receipt, by this machine's clock, which may be
    /// behind the venue's: negative then.</summary>
    public long ExchangeLatencyNs { get; private set; }

    /// <summary>Messages that were received before they were sent, by the two clocks.</summary>
    public long ExchangeAhead { get; private set; }

    /// <summary>The venue announced that it will end the connection.</summary>
    public bool IsShutdownAnnounced(int connection) => _shutdowns[connection] != 0;

    /// <inheritdoc/>
    public void Handle(in Record input, StepOutput output)
    {
        switch (RecordCodec.TypeOf(input))
        {
            case RecordType.RawFrame:
                HandleFrame(
                    RecordCodec.ReadFrame(input, out FrameChannel channel, out int connection), channel, connection, input.Header,
                    output);
                break;
            case RecordType.ConnectionChanged:
                _utcOffsetNs = RecordCodec.Read(input, _connection).UtcNs - input.Header.PublishedNs;
                HandleConnection((int)_connection.Connection, _connection.State == ConnectionState.Connected, output);
                break;
            case RecordType.StreamSilent:
                if (_byId.Find(RecordCodec.Read(input, _silent).InstrumentId) is { Keeper.IsLive: true } silent)
                {
                    Silences++;
                    Resync(silent, FeedReason.Silent, output);
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
        state.Write(ChecksumsFailed);
        state.Write(Silences);
        state.Write(ExchangeLatencyNs);
        state.Write(ExchangeAhead);
        state.Write(_utcOffsetNs);
        state.Write(_sequences.Length);
        state.WriteAll(_sequences);
        state.WriteAll(_shutdowns);
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
        ChecksumsFailed = state.ReadInt64();
        Silences = state.ReadInt64();
        ExchangeLatencyNs = state.ReadInt64();
        ExchangeAhead = state.ReadInt64();
        _utcOffsetNs = state.ReadInt64();
        state.NeedCount(_sequences.Length);
        state.ReadAll(_sequences);
        state.ReadAll(_shutdowns);
        LateTrades = state.ReadInt64();
        state.NeedCount(_feeds.Length);
        foreach (InstrumentFeed feed in _feeds)
        {
            feed.Load(state);
        }
    }

    /// <summary>Does for no input what the changes of a decoded frame need, and leaves everything as it is.</summary>
    public void Rehearse(MarketFrame frame)
    {
        foreach (ref readonly MarketEvent said in frame.Events)
        {
            if (_bySymbol.Find(frame.Symbol(said)) is { } feed)
            {
                _records.Rehearse(feed, frame, said);
            }
        }
    }

    /// <summary>Has the edge fetch the instrument's snapshot.</summary>
    public void WantSnapshot(InstrumentFeed feed)
    {
        feed.WantsSnapshot = true;
        WantsSnapshots = true;
    }

    private void HandleConnection(int connection, bool isUp, StepOutput output)
    {
        _sequences[connection] = -1;
        _shutdowns[connection] = 0;
        foreach (InstrumentFeed feed in _feeds)
        {
            if (feed.Connection != connection)
            {
                continue;
            }

            if (feed.IsRefused)
            {
                continue;
            }

            feed.Keeper.Withdraw();
            SetState(
                feed, isUp ? FeedState.Resyncing : FeedState.Stale, isUp ? FeedReason.Starting : FeedReason.Disconnected, output);
            feed.WantsSnapshot = isUp && HasRestSnapshots;
            WantsSnapshots |= feed.WantsSnapshot;
        }
    }

    private void HandleFrame(
        ReadOnlySpan<byte> frame, FrameChannel channel, int connection, in RecordHeader header, StepOutput output)
    {
        switch (channel)
        {
            case FrameChannel.MarketStream:
                HandleStream(frame, connection, header.OriginNs, output);
                break;
            case FrameChannel.DepthSnapshot:
                HandleSnapshot(frame, _byId.Find(header.InstrumentId), header.OriginNs, output);
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
        int defined = 0;
        foreach (InstrumentFeed feed in _feeds)
        {
            if (feed.NeedsDefinition && _adapter.ReadDefinition(body, feed.InstrumentId, feed.VenueSymbol) is { } instrument)
            {
                defined++;
                Define(feed, instrument, output);
            }
        }

        WantsDefinitions = Array.Exists(_feeds, feed => feed.NeedsDefinition);
        _malformed[(int)MalformedReason.Definition] += WantsDefinitions && defined == 0 ? 1 : 0;
    }

    /// <summary>
    /// Orders, exposure and positions are at scale 8: an instrument of another is served as market data alone, and not at all
    /// where a strategy trades it. Without a definition every intent for it is denied (INSTRUMENT_UNKNOWN).
    /// </summary>
    private void Define(InstrumentFeed feed, Instrument instrument, StepOutput output)
    {
        int scale = (int)instrument.PriceScale;
        if (scale != PriceScales.Usual && feed.IsTraded)
        {
            feed.IsRefused = true;
            feed.WantsSnapshot = false;
            feed.Keeper.Withdraw();
            SetState(feed, FeedState.Stale, FeedReason.PriceScale, output);
            return;
        }

        feed.IsDefined = true;
        instrument.Symbol = feed.Symbol;
        output.Append(RecordType.Instrument, feed.InstrumentId, instrument);
        if (scale == feed.PriceScale)
        {
            return;
        }

        bool wasLive = feed.Keeper.IsLive;
        feed.SetPriceScale(scale);
        if (wasLive || feed.MissedBook)
        {
            feed.MissedBook = false;
            AfterLoss(feed, wasLive, FeedReason.PriceScale, output);
        }
    }

    private void HandleStream(ReadOnlySpan<byte> frame, int connection, long receivedNs, StepOutput output)
    {
        if (!_decoder.TryDecode(frame, _frame))
        {
            HandleRefusal(connection, output);
            return;
        }

        Messages++;
        if (!Continues(connection, output))
        {
            return;
        }

        ReadOnlySpan<MarketEvent> events = _frame.Events;
        for (int i = 0; i < events.Length; i++)
        {
            ref readonly MarketEvent said = ref events[i];
            switch (said.Kind)
            {
                case MarketEventKind.Shutdown:
                    _shutdowns[connection] = 1;
                    break;
                case MarketEventKind.Refused:
                    _malformed[(int)MalformedReason.Refused]++;
                    break;
                case MarketEventKind.Acknowledged when said.Depth > 0:
                    _bySymbol.Find(_frame.Symbol(said))?.Keeper.Subscribed(said.Depth);
                    break;
                case MarketEventKind.Ticker or MarketEventKind.Trade or MarketEventKind.Delta or MarketEventKind.Snapshot:
                    HandleEvent(i, receivedNs, output);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>
    /// Where a venue numbers the messages of a connection: false for one that came before; after a hole nobody can say which
    /// book lacks what.
    /// </summary>
    private bool Continues(int connection, StepOutput output)
    {
        long sequence = _frame.ConnectionSequence;
        if (sequence < 0)
        {
            return true;
        }

        long last = _sequences[connection];
        if (sequence <= last)
        {
            _malformed[(int)MalformedReason.Duplicate]++;
            return false;
        }

        _sequences[connection] = sequence;
        if (last >= 0 && sequence > last + 1)
        {
            Gaps++;
            ResyncAll(connection, FeedReason.SequenceGap, output);
        }

        return true;
    }

    private void HandleRefusal(int connection, StepOutput output)
    {
        MalformedReason reason = _frame.Refusal switch
        {
            RefusalReason.Json => MalformedReason.Json,
            RefusalReason.Incomplete => MalformedReason.Incomplete,
            RefusalReason.Number => MalformedReason.Number,
            RefusalReason.TooLarge => MalformedReason.Size,
            _ => MalformedReason.Shape,
        };
        _malformed[(int)reason]++;
        if (reason == MalformedReason.Incomplete)
        {
            // No book depends on it.
            return;
        }

        if (!_frame.RefusedSymbol.IsEmpty && _bySymbol.Find(_frame.RefusedSymbol) is { } feed)
        {
            Resync(feed, FeedReason.Malformed, output);
            return;
        }

        // Nobody can say which instrument it was about: every book may lack it.
        ResyncAll(connection, FeedReason.Malformed, output);
    }

    private void HandleEvent(int index, long receivedNs, StepOutput output)
    {
        ref readonly MarketEvent said = ref _frame.Events[index];
        InstrumentFeed? feed = _bySymbol.Find(_frame.Symbol(said));
        if (feed == null)
        {
            _malformed[(int)MalformedReason.Symbol]++;
            return;
        }

        if (feed.IsRefused)
        {
            return;
        }

        if (!feed.Keeper.TryFit(_frame, index))
        {
            HandleMisfit(feed, said, output);
            return;
        }

        if (said.ExchangeTimeNs != 0)
        {
            ExchangeLatencyNs = receivedNs + _utcOffsetNs - said.ExchangeTimeNs;
            ExchangeAhead += ExchangeLatencyNs < 0 ? 1 : 0;
        }

        switch (said.Kind)
        {
            case MarketEventKind.Ticker:
                HandleTicker(feed, said, output);
                break;
            case MarketEventKind.Trade:
                HandleTrade(feed, said, output);
                break;
            default:
                feed.HeardNs = receivedNs;
                HandleBook(feed, said, output);
                break;
        }
    }

    /// <summary>
    /// Its prices are no numbers of this instrument. Before there is a definition they may be: the book waits for it.
    /// </summary>
    private void HandleMisfit(InstrumentFeed feed, in MarketEvent said, StepOutput output)
    {
        _malformed[(int)MalformedReason.Number]++;
        if (said.Kind is not (MarketEventKind.Snapshot or MarketEventKind.Delta))
        {
            return;
        }

        Resync(feed, FeedReason.Malformed, output);
        feed.WantsSnapshot &= feed.IsDefined;
        feed.MissedBook = !feed.IsDefined;
    }

    /// <summary>
    /// Best prices are taken where the venue numbers them as it numbers its book; before the book is live nobody is served,
    /// and an older one than the last quote says nothing new.
    /// </summary>
    private void HandleTicker(InstrumentFeed feed, in MarketEvent ticker, StepOutput output)
    {
        if (_frame.Bids(ticker).Length == 0 || _frame.Asks(ticker).Length == 0 || !feed.Keeper.IsLive ||
            (ulong)ticker.UpdateId <= feed.Quote.UpdateId)
        {
            return;
        }

        BookLevel bid = _frame.Bids(ticker)[0];
        BookLevel ask = _frame.Asks(ticker)[0];
        if (bid.Price >= ask.Price || IsAbsurd(feed, bid.Price) || IsAbsurd(feed, ask.Price))
        {
            _malformed[(int)MalformedReason.Price]++;
            return;
        }

        BookRecords.AppendQuote(
            feed, bid.Price, bid.Quantity, ask.Price, ask.Quantity, ticker.UpdateId, ticker.ExchangeTimeNs, output);
    }

    private void HandleTrade(InstrumentFeed feed, in MarketEvent trade, StepOutput output)
    {
        if (trade.TradeId != 0 && trade.TradeId <= feed.LastTradeId)
        {
            _malformed[(int)MalformedReason.Duplicate]++;
            return;
        }

        if (IsAbsurd(feed, trade.Price))
        {
            _malformed[(int)MalformedReason.Price]++;
            return;
        }

        feed.LastTradeId = trade.TradeId;
        _trade.InstrumentId = feed.InstrumentId;
        _trade.Price = trade.Price;
        _trade.Quantity = trade.Quantity;
        _trade.TradeId = (ulong)trade.TradeId;
        _trade.Aggressor = trade.BuyerIsMaker ? Side.Sell : Side.Buy;
        _trade.ExchangeTimeNs = trade.ExchangeTimeNs;
        _trade.PriceScale = PriceScales.ToRecord(feed.PriceScale);
        output.Append(RecordType.Trade, feed.InstrumentId, _trade);
        foreach (BarBuilder bars in feed.Bars)
        {
            long late = bars.LateTrades;
            if (bars.Add(trade.Price, trade.Quantity, trade.ExchangeTimeNs) is { } bar)
            {
                output.Append(RecordType.Bar, feed.InstrumentId, bar);
            }

            LateTrades += bars.LateTrades - late;
        }
    }

    /// <summary>So far from the middle of the book that it is more likely wrong than true. Without a book nothing is.</summary>
    private bool IsAbsurd(InstrumentFeed feed, long price)
    {
        OrderBook book = feed.Keeper.Book;
        if (book.Bids.Count == 0 || book.Asks.Count == 0)
        {
            return false;
        }

        Int128 middle = ((Int128)book.Bids.BestPrice + book.Asks.BestPrice) / 2;
        return Int128.Abs(price - middle) * WholeBps > middle * _absurdPriceBps;
    }

    private void HandleBook(InstrumentFeed feed, in MarketEvent said, StepOutput output)
    {
        bool wasLive = feed.Keeper.IsLive;
        switch (feed.Keeper.Take(_frame, said))
        {
            case BookOutcome.Applied:
                _records.AppendDelta(feed, _frame, said, output);
                _records.AppendTop(feed, said.ExchangeTimeNs, output);
                break;
            case BookOutcome.Synchronised:
                GoLive(feed, said.ExchangeTimeNs, output);
                break;
            case BookOutcome.NeedsSnapshot:
                WantSnapshot(feed);
                break;
            case BookOutcome.Old:
                // One that the snapshot contains already is no duplicate.
                _malformed[(int)MalformedReason.Duplicate] += wasLive && said.UpdateId > feed.SnapshotUpdateId ? 1 : 0;
                break;
            case BookOutcome.Gap:
                feed.Gaps++;
                Gaps++;
                AfterLoss(feed, wasLive, FeedReason.SequenceGap, output);
                break;
            case BookOutcome.ChecksumFailed:
                ChecksumsFailed++;
                AfterLoss(feed, wasLive, FeedReason.Checksum, output);
                break;
            case BookOutcome.Crossed:
                AfterLoss(feed, wasLive, FeedReason.CrossedBook, output);
                break;
            default:
                break;
        }
    }

    private void HandleSnapshot(ReadOnlySpan<byte> frame, InstrumentFeed? feed, long receivedNs, StepOutput output)
    {
        if (feed == null || feed.IsRefused || feed.Keeper.IsLive)
        {
            return;
        }

        if (!_decoder.TryDecode(frame, _frame) || _frame.Events.Length != 1 || _frame.Events[0].Kind != MarketEventKind.Snapshot ||
            !feed.Keeper.TryFit(_frame, 0))
        {
            _malformed[(int)MalformedReason.Snapshot]++;
            WantSnapshot(feed);
            return;
        }

        feed.HeardNs = receivedNs;
        if (feed.Keeper.Take(_frame, _frame.Events[0]) != BookOutcome.Synchronised)
        {
            // It is older than the first delta that waits, or crossed: the next one is not.
            WantSnapshot(feed);
            return;
        }

        GoLive(feed, 0, output);
    }

    private void GoLive(InstrumentFeed feed, long exchangeTimeNs, StepOutput output)
    {
        feed.Quote.UpdateId = 0;
        feed.NeedsQuote = true;
        feed.SnapshotUpdateId = feed.Keeper.UpdateId;
        SetState(feed, FeedState.Live, FeedReason.SnapshotApplied, output);
        _records.AppendWhole(feed, exchangeTimeNs, output);
        _records.AppendTop(feed, exchangeTimeNs, output);
    }

    private void ResyncAll(int connection, FeedReason reason, StepOutput output)
    {
        foreach (InstrumentFeed feed in _feeds)
        {
            if (feed.Connection == connection)
            {
                Resync(feed, reason, output);
            }
        }
    }

    private void Resync(InstrumentFeed feed, FeedReason reason, StepOutput output)
    {
        if (feed.IsRefused)
        {
            return;
        }

        bool wasLive = feed.Keeper.IsLive;
        feed.Keeper.Withdraw();
        AfterLoss(feed, wasLive, reason, output);
    }

    /// <summary>The book was withdrawn: it is built anew.</summary>
    private void AfterLoss(InstrumentFeed feed, bool wasLive, FeedReason reason, StepOutput output)
    {
        if (wasLive)
        {
            feed.Resyncs++;
            Resyncs++;
        }

        SetState(feed, FeedState.Resyncing, reason, output);
        WantSnapshot(feed);
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
