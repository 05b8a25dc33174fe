using System.Text;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Languages;

namespace Artic.VenueSimulator.Tests.Languages;

public sealed class PairFormatTests
{
    [Theory]
    [InlineData(6_000_000_000_000, 2, "60000.00")]
    [InlineData(6_000_010_000_000, 2, "60000.10")]
    [InlineData(29_000_000, 5, "0.29000")]
    [InlineData(29_000_001, 5, "0.29000001")]
    [InlineData(500_000_000, 0, "5")]
    [InlineData(510_000_000, 0, "5.1")]
    [InlineData(0, 2, "0.00")]
    [InlineData(-150_000_000, 1, "-1.5")]
    public void Trailing_zeros_are_kept_to_the_precision_and_no_digit_is_lost(long valueE8, int decimals, string text) =>
        Assert.Equal(text, PairFormat.Text(valueE8, decimals));

    [Theory]
    [InlineData(1_000_000, 2)]
    [InlineData(1, 8)]
    [InlineData(Instrument.UnitE8, 0)]
    [InlineData(10 * Instrument.UnitE8, 0)]
    [InlineData(50_000_000, 1)]
    public void A_step_has_the_decimals_that_it_needs(long stepE8, int decimals) =>
        Assert.Equal(decimals, PairFormat.DecimalsOf(stepE8));

    [Fact]
    public void The_check_value_of_CRC_32_is_cbf43926() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"));
}
