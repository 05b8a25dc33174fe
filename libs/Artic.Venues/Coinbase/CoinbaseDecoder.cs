using Artic.Venues.Text;

namespace Artic.Venues.Coinbase;

/// <summary>
/// Coinbase's public feeds: Advanced Trade (objects with a <c>channel</c>, whose <c>sequence_num</c> counts over the whole
/// connection) and the Exchange feed (objects with a <c>type</c>). The side of a trade is the maker's in both.
/// </summary>
public sealed class CoinbaseDecoder : IMarketDecoder
{
    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> frame, MarketFrame into)
    {
        into.Clear();
        if (!JsonText.IsValid(frame))
        {
            return into.Refuse(RefusalReason.Json);
        }

        JsonValue root = JsonValue.Of(frame);
        if (!root.IsObject)
        {
            return into.Refuse(RefusalReason.Shape);
        }

        Message message = default;
        JsonMembers members = new(root.Text);
        while (members.TryNext())
        {
            message.Set(members);
        }

        RefusalReason reason = message.Channel.IsPresent ? ReadChannel(message, into)
            : message.Type.IsPresent ? ReadType(message, into)
            : into.Say(MarketEventKind.Other);
        return reason == RefusalReason.None || into.Refuse(reason, isAboutOne: !message.Channel.IsPresent);
    }

    private static RefusalReason ReadChannel(in Message message, MarketFrame into)
    {
        // A request has a channel too, and no sequence.
        bool isBook = message.Channel.Is("l2_data"u8) || message.Channel.Is("level2"u8);
        if (!message.Sequence.TryGetInteger(out long sequence) || sequence < 0)
        {
            return message.Type.IsPresent ? into.Say(MarketEventKind.Acknowledged) : RefusalReason.Shape;
        }

        into.ConnectionSequence = sequence;
        MarketEventKind kind = isBook ? MarketEventKind.Delta
            : message.Channel.Is("market_trades"u8) ? MarketEventKind.Trade
            : message.Channel.Is("ticker"u8) || message.Channel.Is("ticker_batch"u8) ? MarketEventKind.Ticker
            : message.Channel.Is("heartbeats"u8) ? MarketEventKind.Heartbeat
            : message.Channel.Is("subscriptions"u8) ? MarketEventKind.Acknowledged
            : MarketEventKind.Other;
        if (kind is not (MarketEventKind.Delta or MarketEventKind.Trade or MarketEventKind.Ticker))
        {
            return into.Say(kind);
        }

        if (!message.Events.IsArray || !WireTime.TryFromRfc3339(message.Timestamp.Plain, out long timeNs))
        {
            return RefusalReason.Shape;
        }

        JsonElements events = new(message.Events.Text);
        while (events.TryNext(out JsonValue entry))
        {
            RefusalReason reason = isBook
                ? ReadBook(entry, timeNs, into)
                : ReadEntries(JsonMembers.Find(entry, kind == MarketEventKind.Trade ? "trades"u8 : "tickers"u8), kind, timeNs, into);
            if (reason != RefusalReason.None)
            {
                return reason;
            }
        }

        if (IsNewestFirst(into))
        {
            into.Reverse();
        }

        return RefusalReason.None;
    }

    /// <summary>The venue lists trades of one message from the newest to the oldest.</summary>
    private static bool IsNewestFirst(MarketFrame frame)
    {
        ReadOnlySpan<MarketEvent> events = frame.Events;
        return events.Length > 1 && events[0].Kind == MarketEventKind.Trade && events[1].Kind == MarketEventKind.Trade &&
            events[0].TradeId > events[1].TradeId && frame.Symbol(events[0]).SequenceEqual(frame.Symbol(events[1]));
    }

    private static RefusalReason ReadBook(JsonValue entry, long timeNs, MarketFrame into)
    {
        JsonValue type = JsonMembers.Find(entry, "type"u8);
        JsonValue updates = JsonMembers.Find(entry, "updates"u8);
        if (!into.HasRoom)
        {
            return RefusalReason.TooLarge;
        }

        bool isSnapshot = type.Is("snapshot"u8);
        ref MarketEvent book = ref into.Add(isSnapshot ? MarketEventKind.Snapshot : MarketEventKind.Delta);
        book.ExchangeTimeNs = timeNs;
        if (!into.TrySetSymbol(ref book, JsonMembers.Find(entry, "product_id"u8).Plain) || !updates.IsArray ||
            (!isSnapshot && !type.Is("update"u8)))
        {
            return RefusalReason.Shape;
        }

        JsonElements elements = new(updates.Text);
        while (elements.TryNext(out JsonValue update))
        {
            if (!update.IsObject)
            {
                return RefusalReason.Shape;
            }

            JsonValue side = default, price = default, quantity = default;
            JsonMembers members = new(update.Text);
            while (members.TryNext())
            {
                _ = members.Keep("side"u8, ref side) || members.Keep("price_level"u8, ref price) ||
                    members.Keep("new_quantity"u8, ref quantity);
            }

            bool isBid = side.Is("bid"u8);
            if (!isBid && !side.Is("offer"u8) && !side.Is("ask"u8))
            {
                return RefusalReason.Shape;
            }

            RefusalReason reason = JsonLevels.Add(price, quantity, isBid, into, ref book);
            if (reason != RefusalReason.None)
            {
                return reason;
            }
        }

        return RefusalReason.None;
    }

    private static RefusalReason ReadEntries(JsonValue entries, MarketEventKind kind, long timeNs, MarketFrame into)
    {
        if (!entries.IsArray)
        {
            return RefusalReason.Incomplete;
        }

        JsonElements elements = new(entries.Text);
        while (elements.TryNext(out JsonValue entry))
        {
            if (!entry.IsObject)
            {
                return RefusalReason.Incomplete;
            }

            Message message = default;
            JsonMembers members = new(entry.Text);
            while (members.TryNext())
            {
                message.Set(members);
            }

            RefusalReason reason = kind == MarketEventKind.Trade
                ? ReadTrade(message, into)
                : ReadTicker(message, timeNs, into);
            if (reason != RefusalReason.None)
            {
                return reason;
            }
        }

        return RefusalReason.None;
    }

    private static RefusalReason ReadType(in Message message, MarketFrame into)
    {
        if (message.Type.Is("snapshot"u8))
        {
            ref MarketEvent snapshot = ref into.Add(MarketEventKind.Snapshot);
            if (!into.TrySetSymbol(ref snapshot, message.Product.Plain) || message.IsRepeated)
            {
                return RefusalReason.Shape;
            }

            return JsonLevels.Read(message.Bids, message.Asks, into, ref snapshot);
        }

        if (message.Type.Is("l2update"u8))
        {
            return ReadChanges(message, into);
        }

        return message.Type.Is("match"u8) || message.Type.Is("last_match"u8) ? ReadTrade(message, into)
            : message.Type.Is("ticker"u8) ? ReadTicker(message, 0, into)
            : into.Say(
                message.Type.Is("heartbeat"u8) ? MarketEventKind.Heartbeat
                : message.Type.Is("subscriptions"u8) ? MarketEventKind.Acknowledged
                : message.Type.Is("error"u8) ? MarketEventKind.Refused
                : MarketEventKind.Other);
    }

    private static RefusalReason ReadChanges(in Message message, MarketFrame into)
    {
        ref MarketEvent book = ref into.Add(MarketEventKind.Delta);
        if (!into.TrySetSymbol(ref book, message.Product.Plain) || !message.Changes.IsArray ||
            !WireTime.TryFromRfc3339(message.Time.Plain, out book.ExchangeTimeNs))
        {
            return RefusalReason.Shape;
        }

        JsonElements elements = new(message.Changes.Text);
        while (elements.TryNext(out JsonValue change))
        {
            if (!change.IsArray)
            {
                return RefusalReason.Shape;
            }

            JsonElements fields = new(change.Text);
            bool good = fields.TryNext(out JsonValue side) & fields.TryNext(out JsonValue price) &
                fields.TryNext(out JsonValue quantity);
            bool isBid = side.Is("buy"u8);
            RefusalReason reason = good && (isBid || side.Is("sell"u8))
                ? JsonLevels.Add(price, quantity, isBid, into, ref book)
                : RefusalReason.Shape;
            if (reason != RefusalReason.None)
            {
                return reason;
            }
        }

        return RefusalReason.None;
    }

    private static RefusalReason ReadTrade(in Message message, MarketFrame into)
    {
        if (!into.HasRoom)
        {
            return RefusalReason.TooLarge;
        }

        ref MarketEvent trade = ref into.Add(MarketEventKind.Trade);
        trade.BuyerIsMaker = message.Side.Is("buy"u8) || message.Side.Is("BUY"u8);
        return into.TrySetSymbol(ref trade, message.Product.Plain) &&
            (trade.BuyerIsMaker || message.Side.Is("sell"u8) || message.Side.Is("SELL"u8)) &&
            message.TradeId.TryGetInteger(out trade.TradeId) &&
            trade.TrySetTraded(message.Price, message.Size) &&
            WireTime.TryFromRfc3339(message.Time.Plain, out trade.ExchangeTimeNs)
                ? RefusalReason.None
                : RefusalReason.Incomplete;
    }

    private static RefusalReason ReadTicker(in Message message, long timeNs, MarketFrame into)
    {
        if (!into.HasRoom)
        {
            return RefusalReason.TooLarge;
        }

        ref MarketEvent ticker = ref into.Add(MarketEventKind.Ticker);
        ticker.ExchangeTimeNs = timeNs;
        if (timeNs == 0)
        {
            _ = WireTime.TryFromRfc3339(message.Time.Plain, out ticker.ExchangeTimeNs);
        }

        return into.TrySetSymbol(ref ticker, message.Product.Plain) &&
            TryTop(message.BestBid, message.BestBidSize, isBid: true, into, ref ticker) &&
            TryTop(message.BestAsk, message.BestAskSize, isBid: false, into, ref ticker)
                ? RefusalReason.None
                : RefusalReason.Incomplete;
    }

    /// <summary>A batch omits the best prices, and the Exchange feed once had no sizes: those are then 0.</summary>
    private static bool TryTop(JsonValue price, JsonValue size, bool isBid, MarketFrame into, ref MarketEvent of)
    {
        if (!price.IsPresent || price.Is(""u8))
        {
            return true;
        }

        long stands = 0;
        byte sizeDecimals = 0;
        return JsonLevels.TryPrice(price, into, ref of, out long at, out byte priceDecimals) &&
            (!size.IsPresent || size.TryGetDecimal(out stands, out sizeDecimals)) &&
            (at == 0 || into.TryAddLevel(ref of, isBid, new BookLevel(at, stands, priceDecimals, sizeDecimals)));
    }

    /// <summary>The members of a message, or of an entry in one, that mean something.</summary>
    private ref struct Message
    {
        internal JsonValue Channel, Type, Sequence, Timestamp, Events, Product, Bids, Asks, Changes, Time;
        internal JsonValue Side, Price, Size, TradeId, BestBid, BestBidSize, BestAsk, BestAskSize;

        /// <summary>Levels that come twice: nobody can say which are meant.</summary>
        internal bool IsRepeated;

        internal void Set(in JsonMembers member) =>
            _ = member.KeepOnce("bids"u8, ref Bids, ref IsRepeated) || member.KeepOnce("asks"u8, ref Asks, ref IsRepeated) ||
                member.Keep("changes"u8, ref Changes) || member.Keep("channel"u8, ref Channel) ||
                member.Keep("type"u8, ref Type) || member.Keep("sequence_num"u8, ref Sequence) ||
                member.Keep("timestamp"u8, ref Timestamp) || member.Keep("events"u8, ref Events) ||
                member.Keep("product_id"u8, ref Product) || member.Keep("time"u8, ref Time) ||
                member.Keep("side"u8, ref Side) || member.Keep("price"u8, ref Price) || member.Keep("size"u8, ref Size) ||
                member.Keep("trade_id"u8, ref TradeId) || member.Keep("best_bid"u8, ref BestBid) ||
                member.Keep("best_bid_size"u8, ref BestBidSize) || member.Keep("best_bid_quantity"u8, ref BestBidSize) ||
                member.Keep("best_ask"u8, ref BestAsk) || member.Keep("best_ask_size"u8, ref BestAskSize) ||
                member.Keep("best_ask_quantity"u8, ref BestAskSize);
    }
}
