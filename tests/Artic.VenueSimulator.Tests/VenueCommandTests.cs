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
            "--max-open-orders", "0", "--weight-per-minute", "-1", "--drop", "1.01", "--silence", "-0.1", "--silence-ms", "0", "--instruments", "1001",
        ];

        Assert.Null(command.Read(args, out int exitCode));

        Assert.Equal(2, exitCode);
        foreach (string name in new[]
        {
            "--port", "--speed", "--seed", "--replay", "--secret-file", "--symbol", "--balance: BTC is given twice",
            "--balance: 'USDT=0.000000001'", "--maker-bps", "--max-seconds", "--bogus", "--drop: '1.01'", "--silence: '-0.1'", "--silence-ms",
            "--max-open-orders: '0'", "--weight-per-minute: '-1'", "--instruments: a replay", "--instruments: '1001'",
        })
        {
            Assert.Contains(command.Violations, v => v.Contains(name, StringComparison.Ordinal));
        }

        Assert.Equal(18, command.Violations.Count);
    }

    [Fact]
    public void Fees_are_exact_fractions_of_a_basis_point()
    {
        VenueOptions options = new VenueCommand().Read(["--maker-bps", "-0", "--taker-bps", "7.5"], out _)!;

        Assert.Equal((0L, 75_000L), (options.Fees.MakerRateE8, options.Fees.TakerRateE8));
    }

    [Fact]
    public void Fault_rates_are_read_by_their_names_at_both_ends_of_their_range()
    {
        VenueOptions options = new VenueCommand().Read(
            ["--drop", "0.01", "--duplicate", "0", "--garbage", "1", "--disconnect", "0.5", "--silence-ms", "250", "--fault-seed", "9", "--fault-seconds", "3"],
            out _)!;

        Assert.Equal([0.01, 0, 0, 1, 0, 0.5], options.Faults.Rates);
        Assert.Equal((250_000_000L, 9UL, 3_000_000_000L), (options.Faults.SilenceNs, options.Faults.Seed, options.Faults.LengthNs));
        Assert.False(new VenueCommand().Read([], out _)!.Faults.IsAny);
    }

    [Theory]
    [InlineData("--mirror ws://127.0.0.1:1", "one needs the other")]
    [InlineData("--mirror http://127.0.0.1:1 --mirror-rest http://127.0.0.1:1", "--mirror: 'http")]
    [InlineData("--mirror ws://127.0.0.1:1/path --mirror-rest http://127.0.0.1:1", "--mirror: 'ws")]
    [InlineData("--mirror ws://127.0.0.1:1 --mirror-rest http://127.0.0.1:1 --seed 1", "--seed: a mirror has none")]
    [InlineData("--mirror ws://127.0.0.1:1 --mirror-rest http://127.0.0.1:1 --speed 1", "--speed: a mirror has none")]
    public void A_mirror_needs_both_addresses_and_nothing_of_the_model(string options, string violation)
    {
        VenueCommand command = new();
        Assert.Null(command.Read(options.Split(' '), out int exitCode));
        Assert.Equal(2, exitCode);
        Assert.Contains(violation, Assert.Single(command.Violations), StringComparison.Ordinal);
    }
}
