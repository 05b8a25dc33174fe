using System.Text.Json;
using Artic.Venues.Text;

namespace Artic.Venues.Binance;

/// <summary>
/// Binance's spot market messages (web-socket-streams of 2026-07-21), plain or in the wrapper of the combined streams, and
/// REST snapshots. Messages in the venue's own shape go through <see cref="BinanceFastPath"/>; all else through the
/// platform's JSON reader, with the same result.
/// </summary>
public sealed class BinanceDecoder : IMarketDecoder
{
    private readonly bool _usesFastPath;

    /// <summary>A decoder.</summary>
    public BinanceDecoder()
        : this(usesFastPath: true)
    {
    }

    /// <param name="usesFastPath">False for the control of a test.</param>
    internal BinanceDecoder(bool usesFastPath) => _usesFastPath = usesFastPath;

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> frame, MarketFrame into)
    {
        into.Clear();
        if (_usesFastPath && BinanceFastPath.TryDecode(frame, into))
        {
            return true;
        }

        into.Clear();
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

        JsonValue data = JsonMembers.Find(root, "data"u8);
        bool isWrapped = data.IsPresent;
        if (isWrapped && !data.IsObject)
        {
            // Streams over all symbols come as arrays; none of them bears a book.
            into.Add(MarketEventKind.Other);
            return data.IsArray ? RefusalReason.None : RefusalReason.Shape;
        }

        Message message = default;
        JsonMembers members = new(isWrapped ? data.Text : root.Text);
        while (members.TryNext())
        {
            message.Set(members.Name, members.Value);
        }

        if (message.Event.IsPresent)
        {
            return message.Event.Is("depthUpdate"u8) ? ReadDepth(message, into)
                : message.Event.Is("trade"u8) ? ReadTrade(message, into)
                : message.Event.Is("bookTicker"u8) ? ReadTicker(message, into)
                : into.Say(message.Event.Is("serverShutdown"u8) ? MarketEventKind.Shutdown : MarketEventKind.Other);
        }

        if (message.SnapshotId.IsPresent)
        {
            return ReadSnapshot(message, isWrapped ? MarketEventKind.PartialBook : MarketEventKind.Snapshot, into);
        }

        return message.UpdateId.IsPresent ? ReadTicker(message, into)
            : message.Symbol.IsPresent ? RefusalReason.Shape
            : into.Say(message.Error.IsPresent ? MarketEventKind.Refused : MarketEventKind.Acknowledged);
    }

    private static RefusalReason ReadDepth(in Message message, MarketFrame into)
    {
        ref MarketEvent depth = ref into.Add(MarketEventKind.Delta);
        depth.HasSequence = true;
        if (message.IsRepeated || !into.TrySetSymbol(ref depth, message.Symbol.Plain) ||
            !TryTime(message.EventTime, out depth.ExchangeTimeNs) ||
            !TryId(message.FirstUpdateId, out depth.FirstUpdateId) || !TryId(message.UpdateId, out depth.UpdateId) ||
            depth.FirstUpdateId > depth.UpdateId)
        {
            return RefusalReason.Shape;
        }

        return JsonLevels.Read(message.Bid, message.Ask, into, ref depth);
    }

    private static RefusalReason ReadSnapshot(in Message message, MarketEventKind kind, MarketFrame into)
    {
        ref MarketEvent snapshot = ref into.Add(kind);
        if (message.IsRepeated || !TryId(message.SnapshotId, out snapshot.UpdateId))
        {
            return RefusalReason.Shape;
        }

        return JsonLevels.Read(message.SnapshotBids, message.SnapshotAsks, into, ref snapshot);
    }

    private static RefusalReason ReadTicker(in Message message, MarketFrame into)
    {
        ref MarketEvent ticker = ref into.Add(MarketEventKind.Ticker);
        if (!into.TrySetSymbol(ref ticker, message.Symbol.Plain) || !TryId(message.UpdateId, out ticker.UpdateId))
        {
            return RefusalReason.Shape;
        }

        if (!message.Bid.IsPresent || !message.BidQuantity.IsPresent || !message.Ask.IsPresent || !message.AskQuantity.IsPresent)
        {
            return RefusalReason.Incomplete;
        }

        return TryTop(message.Bid, message.BidQuantity, isBid: true, into, ref ticker) &&
            TryTop(message.Ask, message.AskQuantity, isBid: false, into, ref ticker)
                ? RefusalReason.None
                : RefusalReason.Number;
    }

    private static RefusalReason ReadTrade(in Message message, MarketFrame into)
    {
        ref MarketEvent trade = ref into.Add(MarketEventKind.Trade);
        if (!into.TrySetSymbol(ref trade, message.Symbol.Plain))
        {
            return RefusalReason.Shape;
        }

        if (!TryTime(message.TradeTime, out trade.ExchangeTimeNs) || !TryId(message.TradeId, out trade.TradeId) ||
            message.IsMaker.Type is not (JsonTokenType.True or JsonTokenType.False) ||
            !message.Price.IsPresent || !message.Quantity.IsPresent)
        {
            return RefusalReason.Incomplete;
        }

        trade.BuyerIsMaker = message.IsMaker.Type == JsonTokenType.True;
        if (message.Price.Type != JsonTokenType.String || message.Quantity.Type != JsonTokenType.String ||
            !trade.TrySetPrice(message.Price) || !message.Quantity.TryGetDecimal(out trade.Quantity, out _))
        {
            return RefusalReason.Number;
        }

        return trade.Price == 0 || trade.Quantity == 0 || trade.ExchangeTimeNs == 0
            ? RefusalReason.Incomplete
            : RefusalReason.None;
    }

    private static bool TryTop(JsonValue price, JsonValue quantity, bool isBid, MarketFrame into, ref MarketEvent of) =>
        price.Type == JsonTokenType.String && JsonLevels.TryPrice(price, into, ref of, out long at, out byte priceDecimals) && at > 0 &&
        quantity.Type == JsonTokenType.String && quantity.TryGetDecimal(out long stands, out byte quantityDecimals) &&
        into.TryAddLevel(ref of, isBid, new BookLevel(at, stands, priceDecimals, quantityDecimals));

    private static bool TryId(JsonValue value, out long id)
    {
        id = 0;
        return value.Type == JsonTokenType.Number && value.TryGetInteger(out id) && id >= 0;
    }

    private static bool TryTime(JsonValue value, out long utcNs)
    {
        utcNs = 0;
        return value.Type == JsonTokenType.Number && value.TryGetInteger(out long count) &&
            WireTime.TryFromCount(count, out utcNs);
    }

    /// <summary>The members of a message that mean something, as they stand.</summary>
    private ref struct Message
    {
        internal JsonValue Event, EventTime, Symbol, FirstUpdateId, UpdateId, Bid, Ask, BidQuantity, AskQuantity;
        internal JsonValue TradeId, Price, Quantity, TradeTime, IsMaker, SnapshotId, SnapshotBids, SnapshotAsks, Error;

        /// <summary>Levels that come twice: nobody can say which are meant.</summary>
        internal bool IsRepeated;

        internal void Set(ReadOnlySpan<byte> name, JsonValue value)
        {
            if (name.Length == 1)
            {
                SetShort(name[0], value);
            }
            else if (name.SequenceEqual("lastUpdateId"u8))
            {
                SnapshotId = value;
            }
            else if (name.SequenceEqual("bids"u8))
            {
                IsRepeated |= SnapshotBids.IsPresent;
                SnapshotBids = value;
            }
            else if (name.SequenceEqual("asks"u8))
            {
                IsRepeated |= SnapshotAsks.IsPresent;
                SnapshotAsks = value;
            }
            else if (name.SequenceEqual("error"u8) || name.SequenceEqual("code"u8))
            {
                Error = value;
            }
        }

        private void SetShort(byte name, JsonValue value)
        {
            switch (name)
            {
                case (byte)'e': Event = value; break;
                case (byte)'E': EventTime = value; break;
                case (byte)'s': Symbol = value; break;
                case (byte)'U': FirstUpdateId = value; break;
                case (byte)'u': UpdateId = value; break;
                case (byte)'B': BidQuantity = value; break;
                case (byte)'A': AskQuantity = value; break;
                case (byte)'t': TradeId = value; break;
                case (byte)'p': Price = value; break;
                case (byte)'q': Quantity = value; break;
                case (byte)'T': TradeTime = value; break;
                case (byte)'m': IsMaker = value; break;
                case (byte)'b':
                    IsRepeated |= Bid.IsPresent;
                    Bid = value;
                    break;
                case (byte)'a':
                    IsRepeated |= Ask.IsPresent;
                    Ask = value;
                    break;
                default: break;
            }
        }
    }
}
