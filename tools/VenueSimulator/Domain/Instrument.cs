using Artic.Core.Domain;

namespace Artic.VenueSimulator.Domain;

/// <summary>
/// The one instrument of the venue and its filters. Prices, quantities and amounts are integers at scale 8; names that
/// hold one end in <c>E8</c>. With the tick and lot given here every quote amount is exact.
/// </summary>
public sealed record Instrument(string Symbol, string BaseAsset, string QuoteAsset)
{
    /// <summary>Decimals of every price, quantity and amount.</summary>
    public const int Scale = 8;

    /// <summary>One unit: 10^8.</summary>
    public const long UnitE8 = 100_000_000;

    private static readonly string[] s_quoteAssets =
        ["USDT", "USDC", "FDUSD", "TUSD", "USD", "EUR", "TRY", "BTC", "ETH", "BNB"];

    /// <summary>PRICE_FILTER: the smallest price, 0.01.</summary>
    public long MinPriceE8 { get; init; } = UnitE8 / 100;

    /// <summary>PRICE_FILTER: the largest price, 1,000,000.</summary>
    public long MaxPriceE8 { get; init; } = 1_000_000 * UnitE8;

    /// <summary>PRICE_FILTER: the tick, 0.01.</summary>
    public long TickE8 { get; init; } = UnitE8 / 100;

    /// <summary>LOT_SIZE: the smallest quantity, 0.00001.</summary>
    public long MinQuantityE8 { get; init; } = UnitE8 / 100_000;

    /// <summary>LOT_SIZE: the largest quantity, 9,000.</summary>
    public long MaxQuantityE8 { get; init; } = 9_000 * UnitE8;

    /// <summary>LOT_SIZE: the step, 0.00001.</summary>
    public long LotE8 { get; init; } = UnitE8 / 100_000;

    /// <summary>NOTIONAL: the smallest price × quantity, 5.</summary>
    public long MinNotionalE8 { get; init; } = 5 * UnitE8;

    /// <summary>NOTIONAL: the largest price × quantity, 9,000,000.</summary>
    public long MaxNotionalE8 { get; init; } = 9_000_000 * UnitE8;

    /// <summary>MAX_NUM_ORDERS: open orders of the account.</summary>
    public int MaxOpenOrders { get; init; } = 200;

    /// <summary>The symbol as stream names carry it.</summary>
    public string LowerSymbol { get; } = Symbol.ToLowerInvariant();

    /// <summary>The same with tick and lot, and what is smallest, as fine as the prices and quantities of a book.</summary>
    public Instrument With(Matching.DepthSnapshot book)
    {
        IEnumerable<(long PriceE8, long QuantityE8)> levels = book.Bids.Concat(book.Asks);
        long tickE8 = levels.Aggregate(TickE8, (step, level) => FinerE8(step, level.PriceE8));
        long lotE8 = levels.Aggregate(LotE8, (step, level) => FinerE8(step, level.QuantityE8));
        return this with
        {
            TickE8 = tickE8,
            MinPriceE8 = Math.Min(MinPriceE8, tickE8),
            LotE8 = lotE8,
            MinQuantityE8 = Math.Min(MinQuantityE8, lotE8),
        };
    }

    private static long FinerE8(long stepE8, long valueE8)
    {
        while (valueE8 % stepE8 != 0)
        {
            stepE8 /= 10;
        }

        return stepE8;
    }

    /// <summary>Price × quantity at scale 8; exact for prices on the tick and quantities on the lot.</summary>
    public static long QuoteE8(long priceE8, long quantityE8) =>
        (long)FixedPoint.Notional(priceE8, Scale, quantityE8, Scale, Scale);

    /// <summary>
    /// Splits a symbol such as BTCUSDT at a known quote asset; false where none ends it or a character is not A-Z, 0-9.
    /// </summary>
    public static bool TryParse(string symbol, out Instrument? instrument)
    {
        instrument = null;
        foreach (char c in symbol)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        foreach (string quote in s_quoteAssets)
        {
            if (symbol.Length > quote.Length && symbol.Length <= 20 && symbol.EndsWith(quote, StringComparison.Ordinal))
            {
                instrument = new Instrument(symbol, symbol[..^quote.Length], quote);
                return true;
            }
        }

        return false;
    }
}
