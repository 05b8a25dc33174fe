using System.Security.Cryptography;
using Artic.Venues.Text;

namespace Artic.Venues.Books;

/// <summary>A book as text, in the very digits of the wire. Allocates; for reports, not for the path.</summary>
public static class BookText
{
    private const int LongestNumber = WireDecimal.MaxLength + WireDecimal.MaxDecimals;

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of a line <c>b PRICE QUANTITY</c> for each bid and then <c>a PRICE QUANTITY</c>
    /// for each ask, best first, each ended by a line feed.
    /// </summary>
    public static string Sha256(OrderBook book)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, book.Bids, book.PriceScale, (byte)'b');
        Append(hash, book.Asks, book.PriceScale, (byte)'a');
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A price as the wire printed it; <paramref name="scale"/> is that of its book or event.</summary>
    public static string Price(in BookLevel level, int scale) => ToText(level.Price, scale, level.PriceDecimals);

    /// <summary>A quantity as the wire printed it.</summary>
    public static string Quantity(in BookLevel level) => ToText(level.Quantity, WireDecimal.Scale, level.QuantityDecimals);

    private static string ToText(long value, int scale, int decimals)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        return System.Text.Encoding.ASCII.GetString(text[..WireDecimal.Format(value, scale, decimals, text)]);
    }

    private static void Append(IncrementalHash hash, BookSide side, int priceScale, byte name)
    {
        Span<byte> line = stackalloc byte[(2 * LongestNumber) + 4];
        foreach (BookLevel level in side.Best(side.Count))
        {
            line[0] = name;
            line[1] = (byte)' ';
            int at = 2;
            at += WireDecimal.Format(level.Price, priceScale, level.PriceDecimals, line[at..]);
            line[at++] = (byte)' ';
            at += WireDecimal.Format(level.Quantity, WireDecimal.Scale, level.QuantityDecimals, line[at..]);
            line[at++] = (byte)'\n';
            hash.AppendData(line[..at]);
        }
    }
}
