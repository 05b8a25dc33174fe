namespace Artic.Core.Domain;

/// <summary>
/// Exact conversion between decimal text and 64-bit integers with a decimal scale: "0.29" at scale 8 is 29000000.
/// Money and quantities are never in floating point. Thread: any; allocates nothing.
/// </summary>
public static class FixedPoint
{
    /// <summary>The largest scale: 10^18 is the largest power of ten that a 64-bit integer holds.</summary>
    public const int MaxScale = 18;

    private static readonly long[] s_powersOfTen = MakePowersOfTen();

    /// <summary>10 to the power <paramref name="scale"/>, 0 to <see cref="MaxScale"/>.</summary>
    public static long PowerOfTen(int scale) => s_powersOfTen[scale];

    /// <summary>
    /// Reads an optional minus sign, digits and an optional fraction in ASCII (no exponent, no blanks, no plus sign).
    /// False, with <paramref name="value"/> 0, where the text is malformed, has a non-zero digit beyond
    /// <paramref name="scale"/>, or does not fit 64 bits: a number is never rounded.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, int scale, out long value)
    {
        value = 0;
        int at = 0;
        bool negative = text.Length > 0 && text[0] == (byte)'-';
        if (negative)
        {
            at = 1;
        }

        ulong magnitude = 0;
        int digits = 0;
        int fraction = -1;
        for (; at < text.Length; at++)
        {
            uint digit = unchecked((uint)(text[at] - '0'));
            if (digit <= 9)
            {
                digits++;
                if (fraction >= 0)
                {
                    if (fraction == scale)
                    {
                        if (digit != 0)
                        {
                            return false;
                        }

                        continue;
                    }

                    fraction++;
                }

                // 922337203685477580 * 10 + 9 is the last value whose next step cannot pass 2^63 + 9 unnoticed.
                if (magnitude > 922337203685477580UL)
                {
                    return false;
                }

                magnitude = (magnitude * 10) + digit;
            }
            else if (text[at] == (byte)'.' && fraction < 0 && digits > 0 && at + 1 < text.Length)
            {
                fraction = 0;
            }
            else
            {
                return false;
            }
        }

        if (digits == 0)
        {
            return false;
        }

        for (int missing = scale - Math.Max(fraction, 0); missing > 0; missing--)
        {
            if (magnitude > 922337203685477580UL)
            {
                return false;
            }

            magnitude *= 10;
        }

        if (magnitude > (negative ? 1UL << 63 : long.MaxValue))
        {
            return false;
        }

        value = unchecked(negative ? -(long)magnitude : (long)magnitude);
        return true;
    }

    /// <summary>
    /// Writes <paramref name="value"/> with exactly <paramref name="scale"/> decimals ("0.29000000") and gives the
    /// number of bytes. <paramref name="destination"/> holds at least 21 bytes.
    /// </summary>
    public static int Format(long value, int scale, Span<byte> destination)
    {
        Span<byte> reversed = stackalloc byte[24];
        int count = 0;
        ulong magnitude = value < 0 ? unchecked((ulong)-value) : (ulong)value;
        do
        {
            if (count == scale && scale > 0)
            {
                reversed[count++] = (byte)'.';
            }

            reversed[count++] = (byte)('0' + (magnitude % 10));
            magnitude /= 10;
        }
        while (magnitude > 0 || count <= scale + (scale > 0 ? 1 : 0));

        if (value < 0)
        {
            reversed[count++] = (byte)'-';
        }

        for (int i = 0; i < count; i++)
        {
            destination[i] = reversed[count - 1 - i];
        }

        return count;
    }

    /// <summary><see cref="Format(long, int, Span{byte})"/> as a string; for edges and tests, it allocates.</summary>
    public static string ToText(long value, int scale)
    {
        Span<byte> buffer = stackalloc byte[24];
        return System.Text.Encoding.ASCII.GetString(buffer[..Format(value, scale, buffer)]);
    }

    /// <summary>
    /// <paramref name="price"/> times <paramref name="quantity"/> in 128 bits, rescaled from the sum of their scales to
    /// <paramref name="toScale"/>, rounded half away from zero.
    /// </summary>
    public static Int128 Notional(long price, int priceScale, long quantity, int quantityScale, int toScale)
    {
        Int128 product = (Int128)price * quantity;
        int excess = priceScale + quantityScale - toScale;
        if (excess <= 0)
        {
            return product * PowerOfTen(-excess);
        }

        Int128 divisor = excess <= MaxScale ? PowerOfTen(excess) : (Int128)PowerOfTen(MaxScale) * PowerOfTen(excess - MaxScale);
        Int128 half = divisor / 2;
        return product >= 0 ? (product + half) / divisor : (product - half) / divisor;
    }

    private static long[] MakePowersOfTen()
    {
        long[] powers = new long[MaxScale + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
