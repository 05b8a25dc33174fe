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
        bool isOnce = true;
        while (members.TryNext(out JsonValue value))
        {
            isOnce &= message.TrySet(members.Name, value);
        }

        RefusalReason reason = message.Channel.IsPresent ? ReadChannel(message, into)
            : message.Type.IsPresent ? ReadType(message, isOnce, into)
            : Say(MarketEventKind.Other, into);
        return reason == RefusalReason.None || into.Refuse(reason, isAboutOne: !message.Channel.IsPresent);
    }

    private static RefusalReason Say(MarketEventKind kind, MarketFrame into)
    {
        _ = into.Add(kind);
        return RefusalReason.None;
    }

    private static RefusalReason ReadChannel(in Message message, MarketFrame into)
    {
        // A request has a channel too, and no sequence.
        bool isBook = message.Channel.Is("l2_data"u8) || message.Channel.Is("level2"u8);
        if (!message.Sequence.TryGetInteger(out long sequence) || sequence < 0)
        {
            return message.Type.IsPresent ? Say(MarketEventKind.Acknowledged, into) : RefusalReason.Shape;
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
            return Say(kind, into);
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

        return RefusalReason.None;
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
            while (members.TryNext(out JsonValue value))
            {
                if (members.Name.SequenceEqual("side"u8))
                {
                    side = value;
                }
                else if (members.Name.SequenceEqual("price_level"u8))
                {
                    price = value;
                }
                else if (members.Name.SequenceEqual("new_quantity"u8))
                {
                    quantity = value;
                }
            }

            bool isBid = side.Is("bid"u8);
            if (!isBid && !side.Is("offer"u8) && !side.Is("ask"u8))
            {
                return RefusalReason.Shape;
            }

            RefusalReason reason = AddLevel(price, quantity, isBid, into, ref book);
            if (reason != RefusalReason.None)
            {
                return reason;
            }
        }

        return RefusalReason.None;
    }

    private static RefusalReason AddLevel(
        JsonValue price, JsonValue quantity, bool isBid, MarketFrame into, ref MarketEvent book)
    {
        if (!price.IsPresent || !quantity.IsPresent)
        {
            return RefusalReason.Shape;
        }

        if (!price.TryGetDecimal(out long at, out byte priceDecimals) || at == 0 ||
            !quantity.TryGetDecimal(out long stands, out byte quantityDecimals))
        {
            return RefusalReason.Number;
        }

        return into.TryAddLevel(ref book, isBid, new BookLevel(at, stands, priceDecimals, quantityDecimals))
            ? RefusalReason.None
            : RefusalReason.TooLarge;
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
            while (members.TryNext(out JsonValue value))
            {
                _ = message.TrySet(members.Name, value);
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

    private static RefusalReason ReadType(in Message message, bool isOnce, MarketFrame into)
    {
        if (message.Type.Is("snapshot"u8))
        {
            ref MarketEvent snapshot = ref into.Add(MarketEventKind.Snapshot);
            if (!into.TrySetSymbol(ref snapshot, message.Product.Plain) || !isOnce)
            {
                return RefusalReason.Shape;
            }

            RefusalReason reason = JsonLevels.Read(message.Bids, isBid: true, into, ref snapshot);
            return reason == RefusalReason.None ? JsonLevels.Read(message.Asks, isBid: false, into, ref snapshot) : reason;
        }

        if (message.Type.Is("l2update"u8))
        {
            return ReadChanges(message, into);
        }

        return message.Type.Is("match"u8) || message.Type.Is("last_match"u8) ? ReadTrade(message, into)
            : message.Type.Is("ticker"u8) ? ReadTicker(message, 0, into)
            : Say(
                message.Type.Is("heartbeat"u8) ? MarketEventKind.Heartbeat
                : message.Type.Is("subscriptions"u8) ? MarketEventKind.Acknowledged
                : message.Type.Is("error"u8) ? MarketEventKind.Refused
                : MarketEventKind.Other, into);
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
                ? AddLevel(price, quantity, isBid, into, ref book)
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
            message.Price.TryGetDecimal(out trade.Price, out _) && trade.Price > 0 &&
            message.Size.TryGetDecimal(out trade.Quantity, out _) && trade.Quantity > 0 &&
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
        return price.TryGetDecimal(out long at, out byte priceDecimals) &&
            (!size.IsPresent || size.TryGetDecimal(out stands, out sizeDecimals)) &&
            (at == 0 || into.TryAddLevel(ref of, isBid, new BookLevel(at, stands, priceDecimals, sizeDecimals)));
    }

    /// <summary>The members of a message, or of an entry in one, that mean something.</summary>
    private ref struct Message
    {
        internal JsonValue Channel, Type, Sequence, Timestamp, Events, Product, Bids, Asks, Changes, Time;
        internal JsonValue Side, Price, Size, TradeId, BestBid, BestBidSize, BestAsk, BestAskSize;

        /// <summary>False where levels come twice: nobody can say which are meant.</summary>
        internal bool TrySet(ReadOnlySpan<byte> name, JsonValue value)
        {
            if (name.SequenceEqual("bids"u8))
            {
                return TryOnce(ref Bids, value);
            }

            if (name.SequenceEqual("asks"u8))
            {
                return TryOnce(ref Asks, value);
            }

            if (name.SequenceEqual("changes"u8))
            {
                Changes = value;
            }
            else if (name.SequenceEqual("channel"u8))
            {
                Channel = value;
            }
            else if (name.SequenceEqual("type"u8))
            {
                Type = value;
            }
            else if (name.SequenceEqual("sequence_num"u8))
            {
                Sequence = value;
            }
            else if (name.SequenceEqual("timestamp"u8))
            {
                Timestamp = value;
            }
            else if (name.SequenceEqual("events"u8))
            {
                Events = value;
            }
            else if (name.SequenceEqual("product_id"u8))
            {
                Product = value;
            }
            else if (name.SequenceEqual("time"u8))
            {
                Time = value;
            }
            else if (name.SequenceEqual("side"u8))
            {
                Side = value;
            }
            else if (name.SequenceEqual("price"u8))
            {
                Price = value;
            }
            else if (name.SequenceEqual("size"u8))
            {
                Size = value;
            }
            else if (name.SequenceEqual("trade_id"u8))
            {
                TradeId = value;
            }
            else
            {
                SetTop(name, value);
            }

            return true;
        }

        private static bool TryOnce(ref JsonValue member, JsonValue value)
        {
            bool isFirst = !member.IsPresent;
            member = value;
            return isFirst;
        }

        private void SetTop(ReadOnlySpan<byte> name, JsonValue value)
        {
            if (name.SequenceEqual("best_bid"u8))
            {
                BestBid = value;
            }
            else if (name.SequenceEqual("best_bid_size"u8) || name.SequenceEqual("best_bid_quantity"u8))
            {
                BestBidSize = value;
            }
            else if (name.SequenceEqual("best_ask"u8))
            {
                BestAsk = value;
            }
            else if (name.SequenceEqual("best_ask_size"u8) || name.SequenceEqual("best_ask_quantity"u8))
            {
                BestAskSize = value;
            }
        }
    }
}
