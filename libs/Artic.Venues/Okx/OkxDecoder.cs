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
        while (members.TryNext(out JsonValue value))
        {
            if (members.Name.SequenceEqual("event"u8))
            {
                said = value;
            }
            else if (members.Name.SequenceEqual("arg"u8))
            {
                argument = value;
            }
            else if (members.Name.SequenceEqual("action"u8))
            {
                action = value;
            }
            else if (members.Name.SequenceEqual("data"u8))
            {
                data = value;
            }
            else if (members.Name.SequenceEqual("code"u8))
            {
                code = value;
            }
        }

        if (said.IsPresent)
        {
            // Notice 64008: "The connection will soon be closed for a service upgrade. Please reconnect."
            _ = into.Add(
                said.Is("error"u8) ? MarketEventKind.Refused
                : said.Is("notice"u8) && code.Is("64008"u8) ? MarketEventKind.Shutdown
                : MarketEventKind.Acknowledged);
            return RefusalReason.None;
        }

        JsonValue channel = JsonMembers.Find(argument, "channel"u8);
        if (channel.Plain.IsEmpty || !data.IsPresent)
        {
            _ = into.Add(MarketEventKind.Other);
            return RefusalReason.None;
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
            _ = into.Add(kind);
            return RefusalReason.None;
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
        while (members.TryNext(out JsonValue value))
        {
            if (members.Name.SequenceEqual("bids"u8) || members.Name.SequenceEqual("asks"u8))
            {
                bool isBid = members.Name[0] == (byte)'b';
                if ((isBid ? bids : asks).IsPresent)
                {
                    return RefusalReason.Shape;
                }

                if (isBid)
                {
                    bids = value;
                }
                else
                {
                    asks = value;
                }
            }
            else if (members.Name.SequenceEqual("ts"u8))
            {
                time = value;
            }
            else if (members.Name.SequenceEqual("checksum"u8))
            {
                checksum = value;
            }
            else if (members.Name.SequenceEqual("seqId"u8))
            {
                id = value;
            }
            else if (members.Name.SequenceEqual("prevSeqId"u8))
            {
                previous = value;
            }
        }

        if (!TryTime(time, out book.ExchangeTimeNs))
        {
            return RefusalReason.Shape;
        }

        if (isBook && !(TrySequence(id, previous, ref book) && TryChecksum(checksum, ref book)))
        {
            return RefusalReason.Shape;
        }

        RefusalReason reason = JsonLevels.Read(bids, isBid: true, into, ref book);
        return reason == RefusalReason.None ? JsonLevels.Read(asks, isBid: false, into, ref book) : reason;
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
        while (members.TryNext(out JsonValue value))
        {
            if (members.Name.SequenceEqual("bidPx"u8))
            {
                bid = value;
            }
            else if (members.Name.SequenceEqual("bidSz"u8))
            {
                bidSize = value;
            }
            else if (members.Name.SequenceEqual("askPx"u8))
            {
                ask = value;
            }
            else if (members.Name.SequenceEqual("askSz"u8))
            {
                askSize = value;
            }
            else if (members.Name.SequenceEqual("ts"u8))
            {
                time = value;
            }
        }

        return TryTime(time, out ticker.ExchangeTimeNs) && bid.IsPresent && ask.IsPresent &&
            TryTop(bid, bidSize, isBid: true, into, ref ticker) && TryTop(ask, askSize, isBid: false, into, ref ticker)
                ? RefusalReason.None
                : RefusalReason.Incomplete;
    }

    /// <summary>A side without orders has an empty text for its price.</summary>
    private static bool TryTop(JsonValue price, JsonValue size, bool isBid, MarketFrame into, ref MarketEvent of) =>
        price.Is(""u8) ||
        (price.TryGetDecimal(out long at, out byte priceDecimals) && size.TryGetDecimal(out long stands, out byte sizeDecimals) &&
            (at == 0 || into.TryAddLevel(ref of, isBid, new BookLevel(at, stands, priceDecimals, sizeDecimals))));

    private static RefusalReason ReadTrade(JsonValue entry, ref MarketEvent trade)
    {
        JsonValue price = default, size = default, side = default, id = default, time = default;
        JsonMembers members = new(entry.Text);
        while (members.TryNext(out JsonValue value))
        {
            if (members.Name.SequenceEqual("px"u8))
            {
                price = value;
            }
            else if (members.Name.SequenceEqual("sz"u8))
            {
                size = value;
            }
            else if (members.Name.SequenceEqual("side"u8))
            {
                side = value;
            }
            else if (members.Name.SequenceEqual("tradeId"u8))
            {
                id = value;
            }
            else if (members.Name.SequenceEqual("ts"u8))
            {
                time = value;
            }
        }

        // The side is the taker's.
        trade.BuyerIsMaker = side.Is("sell"u8);
        return (trade.BuyerIsMaker || side.Is("buy"u8)) && id.TryGetInteger(out trade.TradeId) &&
            TryTime(time, out trade.ExchangeTimeNs) &&
            price.TryGetDecimal(out trade.Price, out _) && trade.Price > 0 &&
            size.TryGetDecimal(out trade.Quantity, out _) && trade.Quantity > 0
                ? RefusalReason.None
                : RefusalReason.Incomplete;
    }

    private static bool TryTime(JsonValue value, out long utcNs)
    {
        utcNs = 0;
        return value.TryGetInteger(out long count) && WireTime.TryFromCount(count, out utcNs);
    }
}
