using Artic.Core.Domain;

namespace Artic.Venues.Text;

/// <summary>
/// Prices and quantities between a venue's text and 64-bit integers at one scale, without loss: the number of decimals
/// that were printed is kept, so that the very text can be made again. Thread: any. Allocates nothing.
/// </summary>
public static class WireDecimal
{
    /// <summary>The scale of all prices and quantities: "0.29" is 29000000.</summary>
    public const int Scale = 8;

    /// <summary>More printed decimals are refused; beyond <see cref="Scale"/> all must be zeros.</summary>
    public const int MaxDecimals = 18;

    /// <summary>The longest text that <see cref="Format"/> writes.</summary>
    public const int MaxLength = 32;

    // (2^63 - 1) / 10: one more digit still fits 64 unsigned bits, and is looked at then.
    private const ulong LargestBeforeDigit = long.MaxValue / 10;

    /// <summary>
    /// Reads digits with an optional fraction. False for a sign, an exponent, a blank, a leading zero that says nothing,
    /// a fraction without digits, and for what does not fit exactly: a number is never rounded.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value, out byte decimals)
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
                if (digit > 9 || (place >= Scale && digit != 0) || magnitude > LargestBeforeDigit)
                {
                    return false;
                }

                magnitude = place < Scale ? (magnitude * 10) + digit : magnitude;
                place++;
            }
        }

        for (int missing = Scale - printed; missing > 0; missing--)
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

    /// <summary>
    /// Writes <paramref name="value"/> (not negative) with as many decimals as the wire printed and gives the number of
    /// bytes. <paramref name="destination"/> holds <see cref="MaxLength"/> bytes + <see cref="MaxDecimals"/>.
    /// </summary>
    public static int Format(long value, int decimals, Span<byte> destination)
    {
        ulong digits = (ulong)value;
        int zeros = Math.Max(0, decimals - Scale);
        if (decimals < Scale)
        {
            digits /= (ulong)FixedPoint.PowerOfTen(Scale - decimals);
        }

        Span<byte> reversed = stackalloc byte[MaxLength];
        int count = 0;
        int fraction = Math.Min(decimals, Scale);
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
