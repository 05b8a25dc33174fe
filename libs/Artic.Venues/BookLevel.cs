using Artic.Venues.Text;

namespace Artic.Venues;

/// <summary>
/// A price level as a venue printed it. The quantity is at <see cref="WireDecimal.Scale"/>, the price at the scale of the
/// event or book that it belongs to.
/// </summary>
/// <param name="price">Above 0.</param>
/// <param name="quantity">What stands there in all; 0 removes the level.</param>
/// <param name="priceDecimals">Decimals that the wire printed for the price; trailing zeros count.</param>
/// <param name="quantityDecimals">The same for the quantity.</param>
public readonly struct BookLevel(long price, long quantity, byte priceDecimals, byte quantityDecimals)
{
    /// <summary>The price.</summary>
    public readonly long Price = price;

    /// <summary>The quantity; 0 removes the level.</summary>
    public readonly long Quantity = quantity;

    // Together: what is parsed once is copied far more often than looked at.
    internal readonly ushort Decimals = unchecked((ushort)((priceDecimals << 8) | quantityDecimals));

    /// <summary>Decimals of the price on the wire.</summary>
    public byte PriceDecimals => (byte)(Decimals >> 8);

    /// <summary>Decimals of the quantity on the wire.</summary>
    public byte QuantityDecimals => unchecked((byte)Decimals);

    /// <summary>Every price fits another scale.</summary>
    internal static bool CanRescale(ReadOnlySpan<BookLevel> levels, int from, int to)
    {
        foreach (ref readonly BookLevel level in levels)
        {
            long price = level.Price;
            if (!WireDecimal.TryRescale(ref price, from, to))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Brings prices that fit to another scale.</summary>
    internal static void Rescale(Span<BookLevel> levels, int from, int to)
    {
        foreach (ref BookLevel level in levels)
        {
            long price = level.Price;
            _ = WireDecimal.TryRescale(ref price, from, to);
            level = new BookLevel(price, level.Quantity, level.PriceDecimals, level.QuantityDecimals);
        }
    }
}
