using Artic.Venues.Text;

namespace Artic.Venues.Binance;

/// <summary>
/// Recognises Binance's depth, ticker and trade messages in exactly the venue's own shape: its members in its order, without
/// blanks or escapes. Whatever differs in one byte is left to the general path. A test holds both against each other on
/// mutated input. Thread: any.
/// </summary>
internal static unsafe class BinanceFastPath
{
    // A level is at least ["1","0"] and a comma.
    private const int LeastLevelBytes = 10;

    /// <summary>True where the frame has that shape and stands in <paramref name="into"/>; else that is in no known state.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> frame, MarketFrame into)
    {
        fixed (byte* begin = frame)
        {
            WireCursor at = new(begin, begin + frame.Length);
            bool isWrapped = at.TryTake("{\"stream\":\""u8);
            if (isWrapped && (!at.TryTakeName(out _) || !at.TryTake(",\"data\":"u8)))
            {
                return false;
            }

            return (at.TryTake("{\"e\":\"depthUpdate\",\"E\":"u8) ? TryDepth(ref at, frame.Length, into)
                    : at.TryTake("{\"u\":"u8) ? TryTicker(ref at, into)
                    : at.TryTake("{\"e\":\"trade\",\"E\":"u8) && TryTrade(ref at, into)) &&
                (!isWrapped || at.TryTake("}"u8)) && at.IsAtEnd;
        }
    }

    private static bool TryDepth(ref WireCursor at, int length, MarketFrame into)
    {
        ref MarketEvent depth = ref into.Add(MarketEventKind.Delta);
        depth.HasSequence = true;
        return at.TryTakeInteger(out long time) && WireTime.TryFromCount(time, out depth.ExchangeTimeNs) &&
            at.TryTake(",\"s\":\""u8) && at.TryTakeName(out ReadOnlySpan<byte> symbol) && into.TrySetSymbol(ref depth, symbol) &&
            at.TryTake(",\"U\":"u8) && at.TryTakeInteger(out depth.FirstUpdateId) &&
            at.TryTake(",\"u\":"u8) && at.TryTakeInteger(out depth.UpdateId) && depth.FirstUpdateId <= depth.UpdateId &&
            at.TryTake(",\"b\":["u8) && TryLevels(ref at, isBid: true, length, into, ref depth) &&
            at.TryTake(",\"a\":["u8) && TryLevels(ref at, isBid: false, length, into, ref depth) && at.TryTake("}"u8);
    }

    private static bool TryLevels(ref WireCursor at, bool isBid, int length, MarketFrame into, ref MarketEvent of)
    {
        if (at.TryTake("]"u8))
        {
            return true;
        }

        Span<BookLevel> levels = into.Room(isBid, length / LeastLevelBytes);
        int count = at.TakeLevels(levels);
        into.Take(ref of, isBid, Math.Max(count, 0));
        return count > 0;
    }

    private static bool TryTicker(ref WireCursor at, MarketFrame into)
    {
        ref MarketEvent ticker = ref into.Add(MarketEventKind.Ticker);
        return at.TryTakeInteger(out ticker.UpdateId) &&
            at.TryTake(",\"s\":\""u8) && at.TryTakeName(out ReadOnlySpan<byte> symbol) && into.TrySetSymbol(ref ticker, symbol) &&
            at.TryTake(",\"b\":\""u8) && at.TryTakeNumber(out long bid, out byte bidDecimals) && bid > 0 &&
            at.TryTake(",\"B\":\""u8) && at.TryTakeNumber(out long bidQuantity, out byte bidQuantityDecimals) &&
            at.TryTake(",\"a\":\""u8) && at.TryTakeNumber(out long ask, out byte askDecimals) && ask > 0 &&
            at.TryTake(",\"A\":\""u8) && at.TryTakeNumber(out long askQuantity, out byte askQuantityDecimals) &&
            at.TryTake("}"u8) &&
            into.TryAddLevel(ref ticker, isBid: true, new BookLevel(bid, bidQuantity, bidDecimals, bidQuantityDecimals)) &&
            into.TryAddLevel(ref ticker, isBid: false, new BookLevel(ask, askQuantity, askDecimals, askQuantityDecimals));
    }

    private static bool TryTrade(ref WireCursor at, MarketFrame into)
    {
        ref MarketEvent trade = ref into.Add(MarketEventKind.Trade);
        bool good = at.TryTakeInteger(out _) &&
            at.TryTake(",\"s\":\""u8) && at.TryTakeName(out ReadOnlySpan<byte> symbol) && into.TrySetSymbol(ref trade, symbol) &&
            at.TryTake(",\"t\":"u8) && at.TryTakeInteger(out trade.TradeId) &&
            at.TryTake(",\"p\":\""u8) && at.TryTakeNumber(out trade.Price, out _) && trade.Price > 0 &&
            at.TryTake(",\"q\":\""u8) && at.TryTakeNumber(out trade.Quantity, out _) && trade.Quantity > 0 &&
            at.TryTake(",\"T\":"u8) && at.TryTakeInteger(out long time) &&
            WireTime.TryFromCount(time, out trade.ExchangeTimeNs) && time > 0 && at.TryTake(",\"m\":"u8);
        if (!good)
        {
            return false;
        }

        trade.BuyerIsMaker = at.TryTake("true"u8);
        return (trade.BuyerIsMaker || at.TryTake("false"u8)) &&
            (at.TryTake(",\"M\":true}"u8) || at.TryTake(",\"M\":false}"u8) || at.TryTake("}"u8));
    }
}
