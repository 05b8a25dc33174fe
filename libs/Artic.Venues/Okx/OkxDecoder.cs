using System.Text.Json;
using Artic.Venues.Text;

namespace Artic.Venues.Okx;

/// <summary>
/// OKX's public channels (v5): <c>books</c> and its kin, <c>books5</c>, <c>bbo-tbt</c>, <c>tickers</c>, <c>trades</c>,
/// answers and notices, and the plain text <c>pong</c>. A checksum of 0 is none: the venue no longer computes it everywhere.
/// </summary>
public sealed class OkxDecoder : IMarketDecoder
{
    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> frame, MarketFrame into)
    {
        into.Clear();
        if (frame.SequenceEqual("pong"u8))
        {
            _ = into.Add(MarketEventKind.Acknowledged);
            return true;
        }

        if (!JsonText.IsValid(frame))
        {
            return into.Refuse(RefusalReason.Json);
        }

        RefusalReason reason = Read(JsonValue.Of(frame), into);
        return reason == RefusalReason.None || into.Refuse(reason);
    }

    private static RefusalReason Read(JsonValue root, MarketFrame into)
    {
        if (!root.IsObject)
        {
            return RefusalReason.Shape;
        }

        JsonValue said = default, argument = default, action = default, data = default, code = default;
        JsonMembers members = new(root.Text);
        while (members.TryNext())
        {
            _ = members.Keep("event"u8, ref said) || members.Keep("arg"u8, ref argument) ||
                members.Keep("action"u8, ref action) || members.Keep("data"u8, ref data) || members.Keep("code"u8, ref code);
        }

        if (said.IsPresent)
        {
            // Notice 64008: "The connection will soon be closed for a service upgrade. Please reconnect."
            return into.Say(
                said.Is("error"u8) ? MarketEventKind.Refused
                : said.Is("notice"u8) && code.Is("64008"u8) ? MarketEventKind.Shutdown
                : MarketEventKind.Acknowledged);
        }

        JsonValue channel = JsonMembers.Find(argument, "channel"u8);
        if (channel.Plain.IsEmpty || !data.IsPresent)
        {
            return into.Say(MarketEventKind.Other);
        }

        return ReadChannel(channel.Plain, JsonMembers.Find(argument, "instId"u8), action, data, into);
    }

    private static RefusalReason ReadChannel(
        ReadOnlySpan<byte> channel, JsonValue instrument, JsonValue action, JsonValue data, MarketFrame into)
    {
        bool isPartial = channel.SequenceEqual("books5"u8);
        MarketEventKind kind = isPartial ? MarketEventKind.PartialBook
            : channel.StartsWith("books"u8) ? BookKind(action)
            : channel.SequenceEqual("bbo-tbt"u8) || channel.SequenceEqual("tickers"u8) ? MarketEventKind.Ticker
            : channel.SequenceEqual("trades"u8) || channel.SequenceEqual("trades-all"u8) ? MarketEventKind.Trade
            : MarketEventKind.Other;
        if (kind == MarketEventKind.Other && !channel.StartsWith("books"u8))
        {
            return into.Say(kind);
        }

        if (kind == MarketEventKind.Other || !data.IsArray)
        {
            _ = into.TrySetSymbol(ref into.Add(kind), instrument.Plain);
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
            JsonValue own = JsonMembers.Find(entry, "instId"u8);
            if (!into.TrySetSymbol(ref said, instrument.IsPresent ? instrument.Plain : own.Plain) || !entry.IsObject)
            {
                return RefusalReason.Shape;
            }

            RefusalReason reason = kind switch
            {
                MarketEventKind.Trade => ReadTrade(entry, ref said),
                MarketEventKind.Ticker when channel.SequenceEqual("tickers"u8) => ReadTicker(entry, into, ref said),
                MarketEventKind.Ticker => ReadBook(entry, into, ref said, isBook: false),
                _ => ReadBook(entry, into, ref said, isBook: !isPartial),
            };
            if (reason != RefusalReason.None)
            {
                return reason;
            }
        }

        return RefusalReason.None;
    }

    private static MarketEventKind BookKind(JsonValue action) =>
        action.Is("snapshot"u8) ? MarketEventKind.Snapshot
        : action.Is("update"u8) ? MarketEventKind.Delta
        : MarketEventKind.Other;

    private static RefusalReason ReadBook(JsonValue entry, MarketFrame into, ref MarketEvent book, bool isBook)
    {
        JsonValue bids = default, asks = default, time = default, checksum = default, id = default, previous = default;
        JsonMembers members = new(entry.Text);
        bool isRepeated = false;
        while (members.TryNext())
        {
            _ = members.KeepOnce("bids"u8, ref bids, ref isRepeated) || members.KeepOnce("asks"u8, ref asks, ref isRepeated) ||
                members.Keep("ts"u8, ref time) || members.Keep("checksum"u8, ref checksum) ||
                members.Keep("seqId"u8, ref id) || members.Keep("prevSeqId"u8, ref previous);
        }

        if (isRepeated || !TryTime(time, out book.ExchangeTimeNs))
        {
            return RefusalReason.Shape;
        }

        if (isBook && !(TrySequence(id, previous, ref book) && TryChecksum(checksum, ref book)))
        {
            return RefusalReason.Shape;
        }

        return JsonLevels.Read(bids, asks, into, ref book);
    }

    private static bool TrySequence(JsonValue id, JsonValue previous, ref MarketEvent book)
    {
        book.PreviousUpdateId = -1;
        bool isSnapshot = book.Kind == MarketEventKind.Snapshot;
        if (!id.IsPresent && !previous.IsPresent)
        {
            return true;
        }

        book.HasSequence = true;
        return id.TryGetInteger(out book.UpdateId) && book.UpdateId >= 0 &&
            (previous.IsPresent ? previous.TryGetInteger(out book.PreviousUpdateId) : isSnapshot);
    }

    private static bool TryChecksum(JsonValue checksum, ref MarketEvent book)
    {
        if (checksum.Type is JsonTokenType.None or JsonTokenType.Null)
        {
            return true;
        }

        bool good = checksum.TryGetInteger(out long value) && value is >= int.MinValue and <= uint.MaxValue;
        book.HasChecksum = good && value != 0;
        book.Checksum = unchecked((uint)value);
        return good;
    }

    private static RefusalReason ReadTicker(JsonValue entry, MarketFrame into, ref MarketEvent ticker)
    {
        JsonValue bid = default, bidSize = default, ask = default, askSize = default, time = default;
        JsonMembers members = new(entry.Text);
        while (members.TryNext())
        {
            _ = members.Keep("bidPx"u8, ref bid) || members.Keep("bidSz"u8, ref bidSize) ||
                members.Keep("askPx"u8, ref ask) || members.Keep("askSz"u8, ref askSize) || members.Keep("ts"u8, ref time);
        }

        return TryTime(time, out ticker.ExchangeTimeNs) && bid.IsPresent && ask.IsPresent &&
            TryTop(bid, bidSize, isBid: true, into, ref ticker) && TryTop(ask, askSize, isBid: false, into, ref ticker)
                ? RefusalReason.None
                : RefusalReason.Incomplete;
    }

    /// <summary>A side without orders has an empty text for its price.</summary>
    private static bool TryTop(JsonValue price, JsonValue size, bool isBid, MarketFrame into, ref MarketEvent of) =>
        price.Is(""u8) || JsonLevels.TryAddBest(price, size, isBid, into, ref of);

    private static RefusalReason ReadTrade(JsonValue entry, ref MarketEvent trade)
    {
        JsonValue price = default, size = default, side = default, id = default, time = default;
        JsonMembers members = new(entry.Text);
        while (members.TryNext())
        {
            _ = members.Keep("px"u8, ref price) || members.Keep("sz"u8, ref size) || members.Keep("side"u8, ref side) ||
                members.Keep("tradeId"u8, ref id) || members.Keep("ts"u8, ref time);
        }

        // The side is the taker's.
        trade.BuyerIsMaker = side.Is("sell"u8);
        return (trade.BuyerIsMaker || side.Is("buy"u8)) && id.TryGetInteger(out trade.TradeId) &&
            TryTime(time, out trade.ExchangeTimeNs) && trade.TrySetTraded(price, size)
                ? RefusalReason.None
                : RefusalReason.Incomplete;
    }

    private static bool TryTime(JsonValue value, out long utcNs)
    {
        utcNs = 0;
        return value.TryGetInteger(out long count) && WireTime.TryFromCount(count, out utcNs);
    }
}
