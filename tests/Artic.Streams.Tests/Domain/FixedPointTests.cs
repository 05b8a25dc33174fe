using System.Numerics;
using System.Text;
using Artic.Core.Domain;

namespace Artic.Streams.Tests.Domain;

public sealed class FixedPointTests
{
    [Theory]
    [InlineData("0.29", 8, 29_000_000)]
    [InlineData("-0.29", 8, -29_000_000)]
    [InlineData("0.07", 2, 7)]
    [InlineData("1.005", 3, 1005)]
    [InlineData("0", 0, 0)]
    [InlineData("-0", 8, 0)]
    [InlineData("7", 8, 700_000_000)]
    [InlineData("0.00000001", 8, 1)]
    [InlineData("-0.00000001", 8, -1)]
    [InlineData("00012.5", 1, 125)]
    [InlineData("1.10", 1, 11)]
    [InlineData("5.000", 0, 5)]
    [InlineData("0.10000000000000000000000000000000", 8, 10_000_000)]
    [InlineData("000000000000000000000000000000000001", 0, 1)]
    [InlineData("64250.12000000", 8, 6_425_012_000_000)]
    [InlineData("0.000000000000000001", 18, 1)]
    [InlineData("92233720368.54775807", 8, long.MaxValue)]
    [InlineData("-92233720368.54775807", 8, -long.MaxValue)]
    [InlineData("9.223372036854775807", 18, long.MaxValue)]
    [InlineData("9223372036854775807", 0, long.MaxValue)]
    public void Reads_decimal_text_exactly(string text, int scale, long expected)
    {
        Assert.True(FixedPoint.TryParse(Encoding.UTF8.GetBytes(text), scale, out long value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1e3")]
    [InlineData("1E-3")]
    [InlineData("1,5")]
    [InlineData("1_000")]
    [InlineData("1.2.3")]
    [InlineData("1..2")]
    [InlineData("--1")]
    [InlineData("1-")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("null")]
    [InlineData("1\0")]
    [InlineData("\u0663")]
    [InlineData("\uff11")]
    public void Refuses_what_is_not_a_plain_decimal(string text)
    {
        Assert.False(FixedPoint.TryParse(Encoding.UTF8.GetBytes(text), 8, out long value));
        Assert.Equal(0, value);
    }

    [Theory]
    [InlineData("0.123456789", 8)]
    [InlineData("0.000000001", 8)]
    [InlineData("1.5", 0)]
    [InlineData("1.10000000000000000000000000000001", 8)]
    public void Never_rounds(string text, int scale)
    {
        Assert.False(FixedPoint.TryParse(Encoding.UTF8.GetBytes(text), scale, out long value));
        Assert.Equal(0, value);
    }

    [Theory]
    [InlineData("9223372036854775808", 0)]
    [InlineData("9223372036854775809", 0)]
    [InlineData("9223372036854775810", 0)]
    [InlineData("-9223372036854775809", 0)]
    [InlineData("92233720368.54775808", 8)]
    [InlineData("922337203685.4775807", 8)]
    [InlineData("18446744073709551615", 0)]
    [InlineData("18446744073709551616", 0)]
    [InlineData("18446744073709551617", 0)]
    [InlineData("184467440737095516160", 0)]
    [InlineData("1844674407370955161", 1)]
    [InlineData("10", 18)]
    [InlineData("99999999999999999999999999999999999999999999", 0)]
    public void Refuses_what_does_not_fit_64_bits(string text, int scale)
    {
        Assert.False(FixedPoint.TryParse(Encoding.UTF8.GetBytes(text), scale, out long value));
        Assert.Equal(0, value);
    }

    [Fact]
    public void The_smallest_number_that_can_be_written_can_be_read()
    {
        string text = FixedPoint.ToText(long.MinValue, 8);
        Assert.Equal("-92233720368.54775808", text);
        Assert.True(FixedPoint.TryParse(Encoding.ASCII.GetBytes(text), 8, out long value));
        Assert.Equal(long.MinValue, value);
    }

    [Theory]
    [InlineData(29_000_000, 8, "0.29000000")]
    [InlineData(0, 0, "0")]
    [InlineData(0, 8, "0.00000000")]
    [InlineData(-1, 8, "-0.00000001")]
    [InlineData(5, 1, "0.5")]
    [InlineData(-15, 1, "-1.5")]
    [InlineData(100, 2, "1.00")]
    [InlineData(1_000_000_000, 8, "10.00000000")]
    [InlineData(-7, 0, "-7")]
    [InlineData(long.MaxValue, 18, "9.223372036854775807")]
    [InlineData(long.MinValue, 18, "-9.223372036854775808")]
    [InlineData(long.MinValue, 0, "-9223372036854775808")]
    public void Writes_as_many_decimals_as_the_scale_has(long value, int scale, string expected)
    {
        Span<byte> buffer = stackalloc byte[21];
        int length = FixedPoint.Format(value, scale, buffer);
        Assert.Equal(expected, Encoding.ASCII.GetString(buffer[..length]));
        Assert.Equal(expected, FixedPoint.ToText(value, scale));
    }

    [Fact]
    public void What_is_written_is_read_back_as_the_same_number()
    {
        Random random = new(7);
        Span<byte> buffer = stackalloc byte[24];
        for (int i = 0; i < 300_000; i++)
        {
            long value = random.NextInt64() >> random.Next(63);
            value = random.Next(2) == 0 ? value : -value;
            int scale = random.Next(FixedPoint.MaxScale + 1);
            int length = FixedPoint.Format(value, scale, buffer);
            Assert.True(length <= 21);
            Assert.True(FixedPoint.TryParse(buffer[..length], scale, out long back));
            Assert.Equal(value, back);
        }
    }

    [Fact]
    public void Any_text_is_read_as_arithmetic_without_limits_reads_it()
    {
        const string Alphabet = "0123456789012345678900000.-. e";
        Random random = new(11);
        int good = 0;
        for (int i = 0; i < 300_000; i++)
        {
            char[] text = new char[random.Next(24)];
            for (int at = 0; at < text.Length; at++)
            {
                // Digits, but for the first place and one in four of the others.
                bool any = at == 0 || random.Next(4) == 0;
                text[at] = Alphabet[random.Next(any ? Alphabet.Length : Alphabet.Length - 5)];
            }

            int scale = random.Next(FixedPoint.MaxScale + 1);
            string plain = new(text);
            long? expected = Exactly(plain, scale);
            bool read = FixedPoint.TryParse(Encoding.ASCII.GetBytes(plain), scale, out long value);
            Assert.True(
                read == expected.HasValue && value == (expected ?? 0), $"'{plain}' at scale {scale} gave {value}");
            good += read ? 1 : 0;
        }

        Assert.InRange(good, 30_000, 270_000);
    }

    [Theory]
    [InlineData(6_425_012_000_000, 8, 150_000, 8, 8, 9_637_518_000)]
    [InlineData(1, 8, 1, 8, 8, 0)]
    [InlineData(1, 1, 5, 0, 0, 1)]
    [InlineData(-1, 1, 5, 0, 0, -1)]
    [InlineData(1, 1, 4, 0, 0, 0)]
    [InlineData(-1, 1, 4, 0, 0, 0)]
    [InlineData(3, 0, 4, 0, 2, 1200)]
    public void Notional_rounds_half_away_from_zero(
        long price, int priceScale, long quantity, int quantityScale, int toScale, long expected) =>
        Assert.Equal(expected, (long)FixedPoint.Notional(price, priceScale, quantity, quantityScale, toScale));

    [Fact]
    public void Notional_of_the_largest_numbers_does_not_overflow()
    {
        Assert.Equal(
            (Int128)long.MaxValue * long.MaxValue,
            FixedPoint.Notional(long.MaxValue, 8, long.MaxValue, 8, 16));
        Assert.Equal(
            (Int128)long.MinValue * long.MaxValue,
            FixedPoint.Notional(long.MinValue, 18, long.MaxValue, 0, 18));
        Assert.Equal(85, (long)FixedPoint.Notional(long.MaxValue, 18, long.MaxValue, 18, 0));
    }

    [Fact]
    public void Notional_is_what_arithmetic_without_limits_gives()
    {
        Random random = new(13);
        for (int i = 0; i < 100_000; i++)
        {
            long price = random.NextInt64() >> random.Next(63);
            long quantity = -(random.NextInt64() >> random.Next(63));
            int priceScale = random.Next(19);
            int quantityScale = random.Next(19);
            int toScale = random.Next(Math.Min(19, priceScale + quantityScale + 1));
            BigInteger product = (BigInteger)price * quantity;
            BigInteger divisor = BigInteger.Pow(10, priceScale + quantityScale - toScale);
            BigInteger expected = (BigInteger.Abs(product) + (divisor / 2)) / divisor * product.Sign;
            Assert.Equal(
                expected, (BigInteger)FixedPoint.Notional(price, priceScale, quantity, quantityScale, toScale));
        }
    }

    /// <summary>The contract, slowly: null where the text is refused.</summary>
    private static long? Exactly(string text, int scale)
    {
        string digits = text.StartsWith('-') ? text[1..] : text;
        string[] parts = digits.Split('.');
        if (parts.Length > 2 || parts.Any(part => part.Length == 0 || !part.All(char.IsAsciiDigit)))
        {
            return null;
        }

        string fraction = parts.Length == 2 ? parts[1] : "";
        if (fraction.Length > scale && fraction[scale..].Any(digit => digit != '0'))
        {
            return null;
        }

        fraction = fraction.Length > scale ? fraction[..scale] : fraction.PadRight(scale, '0');
        BigInteger magnitude = BigInteger.Parse(parts[0] + fraction);
        BigInteger value = text.StartsWith('-') ? -magnitude : magnitude;
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
    }
}
