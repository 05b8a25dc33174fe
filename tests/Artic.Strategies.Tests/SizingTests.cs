using Artic.Strategies.Sizing;

namespace Artic.Strategies.Tests;

public sealed class SizingTests
{
    [Theory]
    [InlineData(1, 3, 3)]
    [InlineData(-0.5, 3, -1.5)]
    [InlineData(2, 3, 3)]
    [InlineData(double.NaN, 3, 0)]
    [InlineData(1, -3, 0)]
    public void Fixed_is_in_proportion_to_the_signal(double signal, double quantity, double expected) =>
        Assert.Equal(expected, PositionSize.Fixed(signal, quantity));

    [Theory]
    [InlineData(1, 50_000, 0.02)]
    [InlineData(-1, 50_000, -0.02)]
    [InlineData(1, 0, 0)]
    [InlineData(1, double.NaN, 0)]
    public void Fraction_is_what_a_part_of_the_equity_buys(double signal, double price, double expected) =>
        Assert.Equal(expected, PositionSize.Fraction(signal, 10_000, 0.1, price), 1e-15);

    [Theory]
    [InlineData(0.6, 1, 1, 1, 0.2)]
    [InlineData(0.6, 1, 0.5, 1, 0.1)]
    [InlineData(0.6, 1, 1, 0.05, 0.05)]
    [InlineData(0.5, 2, 1, 1, 0.25)]
    [InlineData(0.4, 1, 1, 1, 0)]
    [InlineData(1.1, 1, 1, 1, 0)]
    [InlineData(double.NaN, 1, 1, 1, 0)]
    [InlineData(0.6, 0, 1, 1, 0)]
    public void Kelly_is_capped_and_never_negative(double probability, double ratio, double share, double cap, double expected) =>
        Assert.Equal(expected, PositionSize.KellyFraction(probability, ratio, share, cap), 1e-12);

    [Theory]
    [InlineData(1, 0.5, 40)]
    [InlineData(-1, 0.5, -40)]
    [InlineData(1, 0.05, 200)]
    [InlineData(1, 0, 0)]
    public void Volatility_scaled_has_the_target_up_to_a_leverage(double signal, double volatility, double expected) =>
        Assert.Equal(expected, PositionSize.VolatilityScaled(signal, 10_000, 0.2, volatility, mostLeverage: 2, price: 100), 1e-9);
}
