using Artic.VenueSimulator.Options;

namespace Artic.VenueSimulator.Tests;

public sealed class VenueCommandTests
{
    [Fact]
    public void No_options_give_the_defaults()
    {
        VenueOptions options = new VenueCommand().Read([], out _)!;

        Assert.Equal((9200, 1UL, 1.0, (string?)null), (options.Port, options.Seed, options.Speed, options.ApiKey));
        Assert.Equal((100_000L, 100_000L), (options.Fees.MakerRateE8, options.Fees.TakerRateE8));
    }

    [Fact]
    public void Every_violation_is_told_at_once()
    {
        VenueCommand command = new();
        string[] args =
        [
            "--port", "70000", "--speed", "0", "--seed", "1", "--replay", "/no/such/file", "--secret-file", "x", "--symbol", "btc",
            "--balance", "BTC=1", "--balance", "BTC=2", "--balance", "USDT=0.000000001", "--maker-bps", "-1", "--max-seconds", "x", "--bogus",
        ];

        Assert.Null(command.Read(args, out int exitCode));

        Assert.Equal(2, exitCode);
        foreach (string name in new[]
        {
            "--port", "--speed", "--seed", "--replay", "--secret-file", "--symbol", "--balance: BTC is given twice",
            "--balance: 'USDT=0.000000001'", "--maker-bps", "--max-seconds", "--bogus",
        })
        {
            Assert.Contains(command.Violations, v => v.Contains(name, StringComparison.Ordinal));
        }

        Assert.Equal(11, command.Violations.Count);
    }

    [Fact]
    public void Fees_are_exact_fractions_of_a_basis_point()
    {
        VenueOptions options = new VenueCommand().Read(["--maker-bps", "-0", "--taker-bps", "7.5"], out _)!;

        Assert.Equal((0L, 75_000L), (options.Fees.MakerRateE8, options.Fees.TakerRateE8));
    }
}
