using System.Text;
using Artic.Venues.Tests.Support;
using Artic.Venues.Text;

namespace Artic.Venues.Tests.Text;

public sealed class WireDecimalTests
{
    [Theory]
    [InlineData("0.29", 29_000_000, 2)]
    [InlineData("61837.63000000", 6_183_763_000_000, 8)]
    [InlineData("43666", 4_366_600_000_000, 0)]
    [InlineData("0", 0, 0)]
    [InlineData("0.00000000", 0, 8)]
    [InlineData("0.000835600", 83_560, 9)]
    [InlineData("0.000000000000000000", 0, 18)]
    [InlineData("92233720368.54775806", long.MaxValue - 1, 8)]
    public void Reads_a_number_exactly_and_gives_its_very_text_back(string text, long value, int decimals)
    {
        Assert.True(WireDecimal.TryParse(Encoding.ASCII.GetBytes(text), out long read, out byte printed));
        Assert.Equal((value, decimals), (read, printed));
        byte[] written = new byte[WireDecimal.MaxLength + WireDecimal.MaxDecimals];
        Assert.Equal(text, Encoding.ASCII.GetString(written, 0, WireDecimal.Format(read, WireDecimal.Scale, printed, written)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("01")]
    [InlineData("00.5")]
    [InlineData("1e3")]
    [InlineData("1 ")]
    [InlineData("1.2.3")]
    [InlineData("0x1")]
    [InlineData("0.000000001")]
    [InlineData("0.0000000000000000000")]
    [InlineData("92233720368.54775807")]
    [InlineData("99999999999999999999999")]
    public void Refuses_what_is_no_number_or_does_not_fit(string text)
    {
        Assert.False(WireDecimal.TryParse(Encoding.ASCII.GetBytes(text), out _, out _));
    }

    [Fact]
    public void The_vector_step_reads_what_the_plain_one_reads()
    {
        const ulong seed = 31;
        const string letters = "0123456789..\",-e";
        Seeded random = new(seed);
        int good = 0;
        for (int i = 0; i < 200_000; i++)
        {
            char[] number = new char[1 + random.Next(20)];
            for (int at = 0; at < number.Length; at++)
            {
                number[at] = random.Next(6) == 0 ? letters[random.Next(letters.Length)] : (char)('0' + random.Next(10));
            }

            string text = new(number);
            byte[] framed = Encoding.ASCII.GetBytes($"12345678{text}\"123456789012345678901234567890");
            string whole = text[..(text.Contains('"', StringComparison.Ordinal) ? text.IndexOf('"', StringComparison.Ordinal) : text.Length)];
            bool expected = WireDecimal.TryParse(Encoding.ASCII.GetBytes(whole), out long value, out byte decimals);
            (bool, long, byte) got = Take(framed);
            Assert.True(got == (expected, expected ? value : got.Item2, expected ? decimals : got.Item3), $"seed {seed}: {text}");
            good += expected ? 1 : 0;
        }

        Assert.True(good > 10_000, $"only {good} were numbers");
    }

    private static unsafe (bool, long, byte) Take(byte[] framed)
    {
        fixed (byte* begin = framed)
        {
            WireCursor cursor = new(begin, begin + framed.Length);
            Assert.True(cursor.TryTake("12345678"u8));
            bool good = cursor.TryTakeNumber(out long value, out byte decimals);
            return (good, value, decimals);
        }
    }
}
