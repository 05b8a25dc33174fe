using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Accounts;

/// <summary>Commission rates as fractions at scale 8: 10 basis points are 100000.</summary>
public sealed record FeeSchedule(long MakerRateE8, long TakerRateE8)
{
    /// <summary>0.1 % for both.</summary>
    public static FeeSchedule Default { get; } = new(100_000, 100_000);

    /// <summary>The commission on a received amount, rounded down at 8 decimals.</summary>
    public long CommissionE8(long receivedE8, bool isMaker) =>
        (long)((Int128)receivedE8 * (isMaker ? MakerRateE8 : TakerRateE8) / Instrument.UnitE8);
}
