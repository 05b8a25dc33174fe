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
