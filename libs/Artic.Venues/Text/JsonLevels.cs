using System.Text.Json;

namespace Artic.Venues.Text;

/// <summary>Levels written as arrays, <c>[["price","quantity",...],...]</c>, of texts that are known to be valid JSON.</summary>
internal static class JsonLevels
{
    /// <summary>
    /// Appends the array's levels to a side of the frame's last event; what stands behind price and quantity is passed
    /// over (Binance in 2018: an empty array; Kraken: a time; OKX: an order count).
    /// </summary>
    /// <returns><see cref="RefusalReason.None"/>, or why not.</returns>
    internal static RefusalReason Read(JsonValue array, bool isBid, MarketFrame frame, ref MarketEvent of)
    {
        if (!array.IsArray)
        {
            return RefusalReason.Shape;
        }

        Utf8JsonReader reader = new(array.Text);
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (!TryText(ref reader, out ReadOnlySpan<byte> priceText))
            {
                return RefusalReason.Shape;
            }

            if (!TryPrice(priceText, frame, ref of, out long price, out byte priceDecimals))
            {
                return RefusalReason.Number;
            }

            if (!TryText(ref reader, out ReadOnlySpan<byte> quantityText))
            {
                return RefusalReason.Shape;
            }

            if (!WireDecimal.TryParse(quantityText, out long quantity, out byte quantityDecimals))
            {
                return RefusalReason.Number;
            }

            if (price == 0)
            {
                return RefusalReason.Number;
            }

            if (!frame.TryAddLevel(ref of, isBid, new BookLevel(price, quantity, priceDecimals, quantityDecimals)))
            {
                return RefusalReason.TooLarge;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                _ = reader.TrySkip();
            }
        }

        return reader.TokenType == JsonTokenType.EndArray ? RefusalReason.None : RefusalReason.Shape;
    }

    /// <summary>Appends both sides of a book or a change of one.</summary>
    /// <returns><see cref="RefusalReason.None"/>, or why not.</returns>
    internal static RefusalReason Read(JsonValue bids, JsonValue asks, MarketFrame frame, ref MarketEvent of)
    {
        RefusalReason reason = Read(bids, isBid: true, frame, ref of);
        return reason == RefusalReason.None ? Read(asks, isBid: false, frame, ref of) : reason;
    }

    /// <summary>Appends a level whose numbers are members of an object, or elements among others.</summary>
    /// <returns><see cref="RefusalReason.None"/>, or why not.</returns>
    internal static RefusalReason Add(JsonValue price, JsonValue quantity, bool isBid, MarketFrame frame, ref MarketEvent of)
    {
        if (!price.IsPresent || !quantity.IsPresent)
        {
            return RefusalReason.Shape;
        }

        if (!TryPrice(price, frame, ref of, out long at, out byte priceDecimals) || at == 0 ||
            !quantity.TryGetDecimal(out long stands, out byte quantityDecimals))
        {
            return RefusalReason.Number;
        }

        return frame.TryAddLevel(ref of, isBid, new BookLevel(at, stands, priceDecimals, quantityDecimals))
            ? RefusalReason.None
            : RefusalReason.TooLarge;
    }

    /// <summary>Appends a ticker's best level; a price of 0 says that there is none.</summary>
    internal static bool TryAddBest(JsonValue price, JsonValue quantity, bool isBid, MarketFrame frame, ref MarketEvent of) =>
        TryPrice(price, frame, ref of, out long at, out byte priceDecimals) &&
        quantity.TryGetDecimal(out long stands, out byte quantityDecimals) &&
        (at == 0 || frame.TryAddLevel(ref of, isBid, new BookLevel(at, stands, priceDecimals, quantityDecimals)));

    /// <summary>
    /// A price of the frame's last event in a string or a number, at the event's scale; where that is too coarse, the event and
    /// the levels that it has go to the least scale that holds it. False where it is no number, or no scale holds them all.
    /// </summary>
    internal static bool TryPrice(JsonValue value, MarketFrame frame, ref MarketEvent of, out long price, out byte decimals)
    {
        price = 0;
        decimals = 0;
        return value.Type is JsonTokenType.String or JsonTokenType.Number &&
            TryPrice(value.Text, frame, ref of, out price, out decimals);
    }

    private static bool TryPrice(ReadOnlySpan<byte> text, MarketFrame frame, ref MarketEvent of, out long price, out byte decimals)
    {
        if (WireDecimal.TryParse(text, of.PriceScale, out price, out decimals))
        {
            return true;
        }

        int needed = WireDecimal.ScaleOf(text);
        return needed > of.PriceScale && needed <= WireDecimal.MaxDecimals &&
            WireDecimal.TryParse(text, needed, out price, out decimals) && frame.TryRescale(ref of, needed);
    }

    private static bool TryText(ref Utf8JsonReader reader, out ReadOnlySpan<byte> text)
    {
        bool good = reader.Read() && reader.TokenType is JsonTokenType.String or JsonTokenType.Number;
        text = good ? reader.ValueSpan : [];
        return good;
    }
}
