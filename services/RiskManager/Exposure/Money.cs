using Artic.Core.Domain;

namespace Artic.RiskManager.Exposure;

/// <summary>
/// Money in two units: at scale 8, as limits are, in 64 bits; and raw, at scale 16, as sums of prices times quantities are, in
/// 128 bits. Thread: any. Allocates nothing.
/// </summary>
public static class Money
{
    /// <summary>Scale of limits, quantities in limits, and balances.</summary>
    public const int Scale = 8;

    /// <summary>More than any limit, and less than <see cref="Limits.LimitSet.None"/>.</summary>
    public const long Most = long.MaxValue - 1;

    private const int RawScale = 16;
    private const int BpsOfWhole = 10_000;
    private const ulong RawToScale = 100_000_000;

    /// <summary>
    /// A price times a quantity of one instrument is worth this at the most: so the sum over all instruments cannot overflow. It
    /// is a thousand times what a limit can be.
    /// </summary>
    private static readonly Int128 s_mostRaw = (Int128)1_000_000_000_000_000_000 * 100_000_000_000_000;

    /// <summary>A product of price and quantity, whose scales add up to <paramref name="scale"/>, as raw money.</summary>
    public static Int128 Raw(long price, Int128 quantity, int scale) =>
        // Quantities that are bounded by 2^63 in size leave no room for an overflow here.
        Raw(Math.BigMul(price, (long)Int128.Clamp(quantity, -Most, Most)), scale);

    /// <summary>A sum of such products as raw money.</summary>
    public static Int128 Raw(Int128 product, int scale)
    {
        if (scale != RawScale)
        {
            Int128 bound = s_mostRaw / FixedPoint.PowerOfTen(Math.Clamp(RawScale - scale, 0, FixedPoint.MaxScale));
            product = scale < RawScale
                ? Int128.Clamp(product, -bound, bound) * FixedPoint.PowerOfTen(RawScale - scale)
                : product / FixedPoint.PowerOfTen(Math.Min(scale - RawScale, FixedPoint.MaxScale));
        }

        return Int128.Clamp(product, -s_mostRaw, s_mostRaw);
    }

    /// <summary>Raw money at scale 8, rounded away from zero, at most <see cref="Most"/> either way.</summary>
    public static long FromRaw(Int128 raw)
    {
        bool isNegative = raw < 0;
        long value = OverUnit((UInt128)(isNegative ? -raw : raw) + (RawToScale - 1));
        return isNegative ? -value : value;
    }

    /// <summary>Raw money at scale 8, rounded towards zero, at most <see cref="Most"/> either way.</summary>
    public static long Truncated(Int128 raw)
    {
        bool isNegative = raw < 0;
        long value = OverUnit((UInt128)(isNegative ? -raw : raw));
        return isNegative ? -value : value;
    }

    /// <summary>A figure at another scale at scale 8, rounded away from zero, at most <see cref="Most"/> either way.</summary>
    public static long AtScale(Int128 value, int scale)
    {
        if (scale != Scale)
        {
            Int128 bounded = Int128.Clamp(value, -Most, Most);
            Int128 unit = FixedPoint.PowerOfTen(Math.Abs(scale - Scale));
            value = scale < Scale ? bounded * unit : (bounded + (bounded < 0 ? 1 - unit : unit - 1)) / unit;
        }

        return (long)Int128.Clamp(value, -Most, Most);
    }

    /// <summary>So many hundredths of a per cent of a value that is not negative, rounded up, at most <see cref="Most"/>.</summary>
    public static long Share(long value, long bps) =>
        // Nearly all values are small enough for the processor's own division.
        value <= long.MaxValue / 100_000 && bps <= 90_000
            ? ((value * bps) + BpsOfWhole - 1) / BpsOfWhole
            : (long)Int128.Min((Math.BigMul(value, bps) + BpsOfWhole - 1) / BpsOfWhole, Most);

    /// <summary>Over 10^8, at most <see cref="Most"/>. By 32 bits at a time, as on paper: the platform's division of 128 bits
    /// takes four times as long.</summary>
    private static long OverUnit(UInt128 value)
    {
        ulong high = (ulong)(value >> 64);
        ulong low = unchecked((ulong)value);
        if (high >= RawToScale)
        {
            return Most;
        }

        ulong digit = (high << 32) | (low >> 32);
        ulong upper = digit / RawToScale;
        digit = ((digit % RawToScale) << 32) | (low & uint.MaxValue);
        return upper > Most >> 32 ? Most : (long)Math.Min((upper << 32) | (digit / RawToScale), (ulong)Most);
    }
}
