namespace Artic.Venues;

/// <summary>A price level as a venue printed it. Price and quantity at <see cref="Text.WireDecimal.Scale"/>.</summary>
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
}
