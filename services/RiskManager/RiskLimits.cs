using Artic.Hosting.Options;

namespace Artic.RiskManager;

/// <summary>The limits as integers. Immutable.</summary>
public sealed class RiskLimits(RiskOptions options)
{
    /// <summary>Largest order value, at scale 8 of the quote asset.</summary>
    public long MaxOrderValue { get; } = OptionsRules.Decimal(options.MaxOrderValue);

    /// <summary>Largest order quantity, at scale 8.</summary>
    public long MaxOrderQuantity { get; } = OptionsRules.Decimal(options.MaxOrderQuantity);

    /// <summary>Largest position either way, at scale 8.</summary>
    public long MaxPosition { get; } = OptionsRules.Decimal(options.MaxPosition);

    /// <summary>Largest loss of a day, at scale 8 of the quote asset.</summary>
    public long MaxDailyLoss { get; } = OptionsRules.Decimal(options.MaxDailyLoss);

    /// <summary>Largest distance of a price from the mid.</summary>
    public int PriceCollarBps { get; } = options.PriceCollarBps;

    /// <summary>Orders a second.</summary>
    public int OrdersPerSecond { get; } = options.OrdersPerSecond;

    /// <summary>Orders at once.</summary>
    public int OrderBurst { get; } = options.OrderBurst;

    /// <summary>Oldest quote that opens something.</summary>
    public long StaleQuoteNs { get; } = options.StaleQuoteMs * 1_000_000L;

    /// <summary>Life of an approval, and the oldest intent that is looked at.</summary>
    public long ApprovalNs { get; } = options.ApprovalMs * 1_000_000L;
}
