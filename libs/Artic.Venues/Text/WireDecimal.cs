using Artic.Core.Domain;

namespace Artic.Venues.Text;

/// <summary>
/// Prices and quantities between a venue's text and 64-bit integers at a decimal scale, without loss: the number of decimals
/// that were printed is kept, so that the very text can be made again. Thread: any. Allocates nothing.
/// </summary>
public static class WireDecimal
{
    /// <summary>
    /// The scale of all quantities, and of prices unless they need a finer one: "0.29" is 29000000.
    /// </summary>
    public const int Scale = 8;

    /// <summary>More printed decimals are refused; beyond the scale all must be zeros. The finest scale of a price.</summary>
    public const int MaxDecimals = 18;

    /// <summary>The longest text that <see cref="Format"/> writes.</summary>
    public const int MaxLength = 32;

    // (2^63 - 1) / 10: one more digit still fits 64 unsigned bits, and is looked at then.
    private const ulong LargestBeforeDigit = long.MaxValue / 10;

    /// <summary>Reads a number at <see cref="Scale"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value, out byte decimals) =>
        TryParse(text, Scale, out value, out decimals);

    /// <summary>
    /// Reads digits with an optional fraction. False for a sign, an exponent, a blank, a leading zero that says nothing,
    /// a fraction without digits, and for what does not fit exactly: a number is never rounded.
    /// </summary>
    /// <param name="text">The digits as they stand.</param>
    /// <param name="scale">0 to <see cref="MaxDecimals"/>.</param>
    /// <param name="value">The number at that scale.</param>
    /// <param name="decimals">Decimals that were printed; trailing zeros count.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, int scale, out long value, out byte decimals)
    {
        value = 0;
        decimals = 0;
        ulong magnitude = 0;
        int at = 0;
        while (at < text.Length && unchecked((uint)(text[at] - '0')) is uint digit and <= 9)
        {
            if (magnitude > LargestBeforeDigit)
            {
                return false;
            }

            magnitude = (magnitude * 10) + digit;
            at++;
        }

        if (at == 0 || (text[0] == (byte)'0' && at > 1))
        {
            return false;
        }

        int printed = 0;
        if (at < text.Length)
        {
            printed = text.Length - at - 1;
            if (text[at] != (byte)'.' || printed is 0 or > MaxDecimals)
            {
                return false;
            }

            int place = 0;
            foreach (byte letter in text[(at + 1)..])
            {
                uint digit = unchecked((uint)(letter - '0'));
                if (digit > 9 || (place >= scale && digit != 0) || magnitude > LargestBeforeDigit)
                {
                    return false;
                }

                magnitude = place < scale ? (magnitude * 10) + digit : magnitude;
                place++;
            }
        }

        for (int missing = scale - printed; missing > 0; missing--)
        {
            if (magnitude > LargestBeforeDigit)
            {
                return false;
            }

            magnitude *= 10;
        }

        // The very largest is what an empty place of a book holds.
        if (magnitude >= long.MaxValue)
        {
            return false;
        }

        value = (long)magnitude;
        decimals = (byte)printed;
        return true;
    }

    /// <summary>The decimals of a number that are not zeros at its end: the least scale that holds it. 0 for an integer.</summary>
    public static int ScaleOf(ReadOnlySpan<byte> text)
    {
        int point = text.IndexOf((byte)'.');
        return point < 0 ? 0 : text[point..].TrimEnd((byte)'0').Length - 1;
    }

    /// <summary>
    /// Brings a number (not negative) to another scale. False where it does not fit 64 bits there, or has a digit that the
    /// scale cannot hold: a number is never rounded.
    /// </summary>
    public static bool TryRescale(ref long value, int from, int to)
    {
        long factor = FixedPoint.PowerOfTen(Math.Abs(to - from));
        bool fits = to >= from ? value <= (long.MaxValue - 1) / factor : value % factor == 0;
        value = !fits ? value : to >= from ? value * factor : value / factor;
        return fits;
    }

    /// <summary>
    /// Writes <paramref name="value"/> (not negative, at <paramref name="scale"/>) with as many decimals as the wire printed
    /// and gives the number of bytes. <paramref name="destination"/> holds <see cref="MaxLength"/> bytes +
    /// <see cref="MaxDecimals"/>.
    /// </summary>
    public static int Format(long value, int scale, int decimals, Span<byte> destination)
    {
        ulong digits = (ulong)value;
        int zeros = Math.Max(0, decimals - scale);
        if (decimals < scale)
        {
            digits /= (ulong)FixedPoint.PowerOfTen(scale - decimals);
        }

        Span<byte> reversed = stackalloc byte[MaxLength];
        int count = 0;
        int fraction = Math.Min(decimals, scale);
        do
        {
            if (count == fraction && fraction > 0)
            {
                reversed[count++] = (byte)'.';
            }

            reversed[count++] = (byte)('0' + (digits % 10));
            digits /= 10;
        }
        while (digits > 0 || count <= fraction + (fraction > 0 ? 1 : 0));

        for (int i = 0; i < count; i++)
        {
            destination[i] = reversed[count - 1 - i];
        }

        destination.Slice(count, zeros).Fill((byte)'0');
        return count + zeros;
    }
}
