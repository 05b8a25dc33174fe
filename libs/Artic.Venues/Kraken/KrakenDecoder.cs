using System.Buffers.Text;
using System.Text.Json;
using Artic.Venues.Text;

namespace Artic.Venues.Kraken;

/// <summary>
/// Kraken's public channels of both versions: objects with a <c>channel</c> (v2), arrays that end in channel and pair (v1),
/// and answers of either. Requests are read too, since they say what depth was subscribed.
/// </summary>
public sealed class KrakenDecoder : IMarketDecoder
{
    // Number, one or two payloads, channel and pair.
    private const int LeastElements = 4;
    private const int MostElements = 5;

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> frame, MarketFrame into)
    {
        into.Clear();
        if (!JsonText.IsValid(frame))
        {
            return into.Refuse(RefusalReason.Json);
        }

        JsonValue root = JsonValue.Of(frame);
        RefusalReason reason = root.IsArray ? ReadArray(root, into)
            : root.IsObject ? ReadObject(root, into)
            : RefusalReason.Shape;
        return reason == RefusalReason.None || into.Refuse(reason, isAboutOne: root.IsArray);
    }

    private static RefusalReason ReadObject(JsonValue root, MarketFrame into)
    {
        JsonValue channel = default, type = default, data = default, said = default, method = default, status = default;
        JsonValue success = default, details = default, pair = default;
        JsonMembers members = new(root.Text);
        while (members.TryNext())
        {
            _ = members.Keep("channel"u8, ref channel) || members.Keep("type"u8, ref type) ||
                members.Keep("data"u8, ref data) || members.Keep("event"u8, ref said) ||
                members.Keep("method"u8, ref method) || members.Keep("status"u8, ref status) ||
                members.Keep("success"u8, ref success) || members.Keep("subscription"u8, ref details) ||
                members.Keep("result"u8, ref details) || members.Keep("params"u8, ref details) ||
                members.Keep("pair"u8, ref pair);
        }

        if (channel.IsPresent)
        {
            return channel.Is("heartbeat"u8) ? into.Say(MarketEventKind.Heartbeat)
                : channel.Is("status"u8) ? into.Say(MarketEventKind.Acknowledged)
                : ReadChannel(channel, type, data, into);
        }

        if (said.Is("heartbeat"u8))
        {
            return into.Say(MarketEventKind.Heartbeat);
        }

        if (said.Is("error"u8) || status.Is("error"u8) || success.Type == JsonTokenType.False)
        {
            return into.Say(MarketEventKind.Refused);
        }

        if (!said.IsPresent && !method.IsPresent)
        {
            return into.Say(MarketEventKind.Other);
        }

        return ReadSubscription(details, pair, into);
    }

    /// <summary>What was subscribed, in a request or its answer, of either version; the depth matters.</summary>
    private static RefusalReason ReadSubscription(JsonValue details, JsonValue pair, MarketFrame into)
    {
        JsonValue symbols = pair.IsPresent ? pair : JsonMembers.Find(details, "symbol"u8);
        _ = JsonMembers.Find(details, "depth"u8).TryGetInteger(out long depth);
        if (depth is < 1 or > MarketFrame.MaxLevels || !symbols.IsPresent)
        {
            return into.Say(MarketEventKind.Acknowledged);
        }

        if (!symbols.IsArray)
        {
            ref MarketEvent one = ref into.Add(MarketEventKind.Acknowledged);
            one.Depth = (int)depth;
            return into.TrySetSymbol(ref one, symbols.Plain) ? RefusalReason.None : RefusalReason.Shape;
        }

        JsonElements elements = new(symbols.Text);
        while (elements.TryNext(out JsonValue symbol))
        {
            if (!into.HasRoom)
            {
                return RefusalReason.TooLarge;
            }

            ref MarketEvent each = ref into.Add(MarketEventKind.Acknowledged);
            each.Depth = (int)depth;
            if (!into.TrySetSymbol(ref each, symbol.Plain))
            {
                return RefusalReason.Shape;
            }
        }

        return RefusalReason.None;
    }

    private static RefusalReason ReadChannel(JsonValue channel, JsonValue type, JsonValue data, MarketFrame into)
    {
        bool isBook = channel.Is("book"u8);
        bool isTicker = channel.Is("ticker"u8);
        if (!isBook && !isTicker && !channel.Is("trade"u8))
        {
            return into.Say(MarketEventKind.Other);
        }

        MarketEventKind kind = isTicker ? MarketEventKind.Ticker
            : !isBook ? MarketEventKind.Trade
            : type.Is("snapshot"u8) ? MarketEventKind.Snapshot
            : MarketEventKind.Delta;
        if (!data.IsArray || (!type.Is("snapshot"u8) && !type.Is("update"u8)))
        {
            return RefusalReason.Shape;
        }

        JsonElements entries = new(data.Text);
        while (entries.TryNext(out JsonValue entry))
        {
            if (!into.HasRoom)
            {
                return RefusalReason.TooLarge;
            }

            ref MarketEvent said = ref into.Add(kind);
            if (!into.TrySetSymbol(ref said, JsonMembers.Find(entry, "symbol"u8).Plain))
            {
                return RefusalReason.Shape;
            }

            RefusalReason reason = isBook ? ReadBook(entry, into, ref said)
                : isTicker ? ReadTicker(entry, into, ref said)
                : ReadTrade(entry, ref said);
            if (reason != RefusalReason.None)
            {
                return reason;
            }
        }

        return RefusalReason.None;
    }

    private static RefusalReason ReadBook(JsonValue entry, MarketFrame into, ref MarketEvent book)
    {
        bool hasBids = false;
        bool hasAsks = false;
        JsonMembers members = new(entry.Text);
        while (members.TryNext())
        {
            JsonValue value = members.Value;
            RefusalReason reason = RefusalReason.None;
            if (members.Name.SequenceEqual("bids"u8))
            {
                reason = hasBids ? RefusalReason.Shape : ReadLevels(value, isBid: true, into, ref book);
                hasBids = true;
            }
            else if (members.Name.SequenceEqual("asks"u8))
            {
                reason = hasAsks ? RefusalReason.Shape : ReadLevels(value, isBid: false, into, ref book);
                hasAsks = true;
            }
            else if (members.Name.SequenceEqual("checksum"u8))
            {
                reason = TryChecksum(value, ref book) ? RefusalReason.None : RefusalReason.Shape;
            }
            else if (members.Name.SequenceEqual("timestamp"u8))
            {
                reason = WireTime.TryFromRfc3339(value.Plain, out book.ExchangeTimeNs) ? RefusalReason.None : RefusalReason.Shape;
            }

            if (reason != RefusalReason.None)
            {
                return reason;
            }
        }

        // Every book message of this version bears both sides, and a checksum.
        return hasBids && hasAsks && book.HasChecksum ? RefusalReason.None : RefusalReason.Shape;
    }

    private static RefusalReason ReadLevels(JsonValue levels, bool isBid, MarketFrame into, ref MarketEvent of)
    {
        if (!levels.IsArray)
        {
            return RefusalReason.Shape;
        }

        JsonElements elements = new(levels.Text);
        while (elements.TryNext(out JsonValue level))
        {
            JsonValue price = default, quantity = default;
            if (!level.IsObject)
            {
                return RefusalReason.Shape;
            }

            JsonMembers members = new(level.Text);
            while (members.TryNext())
            {
                _ = members.Keep("price"u8, ref price) || members.Keep("qty"u8, ref quantity);
            }

            RefusalReason reason = JsonLevels.Add(price, quantity, isBid, into, ref of);
            if (reason != RefusalReason.None)
            {
                return reason;
            }
        }

        return RefusalReason.None;
    }

    private static RefusalReason ReadTicker(JsonValue entry, MarketFrame into, ref MarketEvent ticker)
    {
        JsonValue bid = default, bidQuantity = default, ask = default, askQuantity = default;
        JsonMembers members = new(entry.Text);
        while (members.TryNext())
        {
            _ = members.Keep("bid"u8, ref bid) || members.Keep("bid_qty"u8, ref bidQuantity) ||
                members.Keep("ask"u8, ref ask) || members.Keep("ask_qty"u8, ref askQuantity);
            if (members.Name.SequenceEqual("timestamp"u8) &&
                !WireTime.TryFromRfc3339(members.Value.Plain, out ticker.ExchangeTimeNs))
            {
                return RefusalReason.Incomplete;
            }
        }

        return TryTop(bid, bidQuantity, isBid: true, into, ref ticker) && TryTop(ask, askQuantity, isBid: false, into, ref ticker)
            ? RefusalReason.None
            : RefusalReason.Incomplete;
    }

    /// <summary>A side without orders has a price of 0, or none.</summary>
    private static bool TryTop(JsonValue price, JsonValue quantity, bool isBid, MarketFrame into, ref MarketEvent of) =>
        price.Type == JsonTokenType.Null || JsonLevels.TryAddBest(price, quantity, isBid, into, ref of);

    private static RefusalReason ReadTrade(JsonValue entry, ref MarketEvent trade)
    {
        JsonValue price = default, quantity = default, side = default, id = default, time = default;
        JsonMembers members = new(entry.Text);
        while (members.TryNext())
        {
            _ = members.Keep("price"u8, ref price) || members.Keep("qty"u8, ref quantity) ||
                members.Keep("side"u8, ref side) || members.Keep("trade_id"u8, ref id) ||
                members.Keep("timestamp"u8, ref time);
        }

        // The side is the taker's.
        trade.BuyerIsMaker = side.Is("sell"u8);
        return (trade.BuyerIsMaker || side.Is("buy"u8)) && id.TryGetInteger(out trade.TradeId) &&
            WireTime.TryFromRfc3339(time.Plain, out trade.ExchangeTimeNs) && trade.TrySetTraded(price, quantity)
                ? RefusalReason.None
                : RefusalReason.Incomplete;
    }

    private static bool TryChecksum(JsonValue value, ref MarketEvent book)
    {
        book.HasChecksum = value.TryGetInteger(out long checksum) && checksum is >= 0 and <= uint.MaxValue;
        book.Checksum = book.HasChecksum ? (uint)checksum : 0;
        return book.HasChecksum;
    }

    /// <summary>An array of version 1.</summary>
    private static RefusalReason ReadArray(JsonValue root, MarketFrame into)
    {
        JsonValue first = default, second = default, third = default, fourth = default, fifth = default;
        int count = 0;
        JsonElements elements = new(root.Text);
        while (elements.TryNext(out JsonValue element))
        {
            switch (count++)
            {
                case 0: first = element; break;
                case 1: second = element; break;
                case 2: third = element; break;
                case 3: fourth = element; break;
                case 4: fifth = element; break;
                default: break;
            }
        }

        if (count is < LeastElements or > MostElements || first.Type != JsonTokenType.Number)
        {
            return RefusalReason.Shape;
        }

        JsonValue channel = count == MostElements ? fourth : third;
        JsonValue pair = count == MostElements ? fifth : fourth;
        JsonValue other = count == MostElements ? third : default;
        if (channel.Plain.StartsWith("book-"u8))
        {
            return ReadOldBook(channel.Plain["book-"u8.Length..], pair, second, other, into);
        }

        if (channel.Is("trade"u8))
        {
            return ReadOldTrades(second, pair, into);
        }

        bool isTicker = channel.Is("ticker"u8);
        if (!isTicker && !channel.Is("spread"u8))
        {
            return channel.Plain.IsEmpty ? RefusalReason.Shape : into.Say(MarketEventKind.Other);
        }

        ref MarketEvent ticker = ref into.Add(MarketEventKind.Ticker);
        return !into.TrySetSymbol(ref ticker, pair.Plain) ? RefusalReason.Shape
            : isTicker ? ReadOldTicker(second, into, ref ticker)
            : ReadOldSpread(second, into, ref ticker);
    }

    private static RefusalReason ReadOldBook(
        ReadOnlySpan<byte> depth, JsonValue pair, JsonValue payload, JsonValue other, MarketFrame into)
    {
        ref MarketEvent book = ref into.Add(MarketEventKind.Delta);
        if (!into.TrySetSymbol(ref book, pair.Plain) || !Utf8Parser.TryParse(depth, out book.Depth, out int used) ||
            used != depth.Length || book.Depth is < 1 or > MarketFrame.MaxLevels)
        {
            return RefusalReason.Shape;
        }

        OldSides seen = OldSides.None;
        RefusalReason reason = ReadOldPayload(payload, into, ref book, ref seen);
        if (reason == RefusalReason.None && other.IsPresent)
        {
            reason = ReadOldPayload(other, into, ref book, ref seen);
        }

        if (reason != RefusalReason.None)
        {
            return reason;
        }

        // Either a whole book without a checksum, or changes with one.
        bool isWhole = seen == (OldSides.WholeAsks | OldSides.WholeBids);
        bool isChange = (seen & (OldSides.WholeAsks | OldSides.WholeBids)) == 0 && seen != OldSides.None && book.HasChecksum;
        book.Kind = isWhole ? MarketEventKind.Snapshot : MarketEventKind.Delta;
        return isWhole || isChange ? RefusalReason.None : RefusalReason.Shape;
    }

    private static RefusalReason ReadOldPayload(JsonValue payload, MarketFrame into, ref MarketEvent book, ref OldSides seen)
    {
        if (!payload.IsObject)
        {
            return RefusalReason.Shape;
        }

        JsonMembers members = new(payload.Text);
        while (members.TryNext())
        {
            JsonValue value = members.Value;
            OldSides side = members.Name.SequenceEqual("as"u8) ? OldSides.WholeAsks
                : members.Name.SequenceEqual("bs"u8) ? OldSides.WholeBids
                : members.Name.SequenceEqual("a"u8) ? OldSides.Asks
                : members.Name.SequenceEqual("b"u8) ? OldSides.Bids
                : OldSides.None;
            RefusalReason reason = RefusalReason.None;
            if (side != OldSides.None)
            {
                reason = (seen & side) != 0
                    ? RefusalReason.Shape
                    : JsonLevels.Read(value, side is OldSides.Bids or OldSides.WholeBids, into, ref book);
                seen |= side;
            }
            else if (members.Name.SequenceEqual("c"u8))
            {
                reason = TryChecksum(value, ref book) ? RefusalReason.None : RefusalReason.Shape;
            }

            if (reason != RefusalReason.None)
            {
                return reason;
            }
        }

        return RefusalReason.None;
    }

    private static RefusalReason ReadOldTrades(JsonValue trades, JsonValue pair, MarketFrame into)
    {
        if (!trades.IsArray)
        {
            return RefusalReason.Shape;
        }

        JsonElements elements = new(trades.Text);
        while (elements.TryNext(out JsonValue entry))
        {
            if (!into.HasRoom)
            {
                return RefusalReason.TooLarge;
            }

            ref MarketEvent trade = ref into.Add(MarketEventKind.Trade);
            if (!into.TrySetSymbol(ref trade, pair.Plain) || !entry.IsArray)
            {
                return RefusalReason.Shape;
            }

            JsonElements fields = new(entry.Text);
            bool good = fields.TryNext(out JsonValue price) & fields.TryNext(out JsonValue quantity) &
                fields.TryNext(out JsonValue time) & fields.TryNext(out JsonValue side);
            trade.BuyerIsMaker = side.Is("s"u8);
            if (!good || !(trade.BuyerIsMaker || side.Is("b"u8)) || !trade.TrySetTraded(price, quantity) ||
                !WireTime.TryFromSeconds(time.Plain, out trade.ExchangeTimeNs))
            {
                return RefusalReason.Incomplete;
            }
        }

        return RefusalReason.None;
    }

    private static RefusalReason ReadOldTicker(JsonValue payload, MarketFrame into, ref MarketEvent ticker)
    {
        JsonValue bid = JsonMembers.Find(payload, "b"u8);
        JsonValue ask = JsonMembers.Find(payload, "a"u8);
        return TryOldTop(bid, isBid: true, into, ref ticker) && TryOldTop(ask, isBid: false, into, ref ticker)
            ? RefusalReason.None
            : RefusalReason.Incomplete;
    }

    /// <summary>Price, quantity in whole lots, quantity.</summary>
    private static bool TryOldTop(JsonValue fields, bool isBid, MarketFrame into, ref MarketEvent of)
    {
        if (!fields.IsArray)
        {
            return false;
        }

        JsonElements elements = new(fields.Text);
        return elements.TryNext(out JsonValue price) && elements.TryNext(out _) && elements.TryNext(out JsonValue quantity) &&
            TryTop(price, quantity, isBid, into, ref of);
    }

    private static RefusalReason ReadOldSpread(JsonValue payload, MarketFrame into, ref MarketEvent ticker)
    {
        if (!payload.IsArray)
        {
            return RefusalReason.Incomplete;
        }

        JsonElements elements = new(payload.Text);
        return elements.TryNext(out JsonValue bid) && elements.TryNext(out JsonValue ask) &&
            elements.TryNext(out JsonValue time) && elements.TryNext(out JsonValue bidQuantity) &&
            elements.TryNext(out JsonValue askQuantity) && WireTime.TryFromSeconds(time.Plain, out ticker.ExchangeTimeNs) &&
            TryTop(bid, bidQuantity, isBid: true, into, ref ticker) && TryTop(ask, askQuantity, isBid: false, into, ref ticker)
                ? RefusalReason.None
                : RefusalReason.Incomplete;
    }

    /// <summary>Which members of a book message of version 1 have come.</summary>
    [Flags]
    private enum OldSides
    {
        None = 0,
        Asks = 1,
        Bids = 2,
        WholeAsks = 4,
        WholeBids = 8,
    }
}
