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
            if (!TryNumber(ref reader, out long price, out byte priceDecimals, out RefusalReason reason) ||
                !TryNumber(ref reader, out long quantity, out byte quantityDecimals, out reason))
            {
                return reason;
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

        if (!price.TryGetDecimal(out long at, out byte priceDecimals) || at == 0 ||
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
        price.TryGetDecimal(out long at, out byte priceDecimals) &&
        quantity.TryGetDecimal(out long stands, out byte quantityDecimals) &&
        (at == 0 || frame.TryAddLevel(ref of, isBid, new BookLevel(at, stands, priceDecimals, quantityDecimals)));

    private static bool TryNumber(ref Utf8JsonReader reader, out long value, out byte decimals, out RefusalReason reason)
    {
        value = 0;
        decimals = 0;
        reason = RefusalReason.Shape;
        if (!reader.Read() || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return false;
        }

        reason = RefusalReason.Number;
        return WireDecimal.TryParse(reader.ValueSpan, out value, out decimals);
    }
}
