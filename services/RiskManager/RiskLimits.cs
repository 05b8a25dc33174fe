using Artic.Hosting.Options;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>
/// The limits as integers: those of the configuration until a command sets one. Thread: the loop's sets; any may read, one
/// word each.
/// </summary>
public sealed class RiskLimits(RiskOptions options)
{
    private const long NsPerMs = 1_000_000;

    /// <summary>Largest order value, at scale 8 of the quote asset.</summary>
    public long MaxOrderValue { get; private set; } = OptionsRules.Decimal(options.MaxOrderValue);

    /// <summary>Largest order quantity, at scale 8.</summary>
    public long MaxOrderQuantity { get; private set; } = OptionsRules.Decimal(options.MaxOrderQuantity);

    /// <summary>Largest position either way, at scale 8.</summary>
    public long MaxPosition { get; private set; } = OptionsRules.Decimal(options.MaxPosition);

    /// <summary>Largest loss of a day, at scale 8 of the quote asset.</summary>
    public long MaxDailyLoss { get; private set; } = OptionsRules.Decimal(options.MaxDailyLoss);

    /// <summary>Largest distance of a price from the mid.</summary>
    public int PriceCollarBps { get; private set; } = options.PriceCollarBps;

    /// <summary>Orders a second.</summary>
    public int OrdersPerSecond { get; private set; } = options.OrdersPerSecond;

    /// <summary>Orders at once.</summary>
    public int OrderBurst { get; private set; } = options.OrderBurst;

    /// <summary>Oldest quote that opens something.</summary>
    public long StaleQuoteNs { get; private set; } = options.StaleQuoteMs * NsPerMs;

    /// <summary>Life of an approval, and the oldest intent that is looked at.</summary>
    public long ApprovalNs { get; } = options.ApprovalMs * NsPerMs;

    /// <summary>Writes all that a command may have set.</summary>
    public void Save(StateWriter state) => state.WriteAll(
        [MaxOrderValue, MaxOrderQuantity, MaxPosition, MaxDailyLoss, PriceCollarBps, OrdersPerSecond, OrderBurst, StaleQuoteNs]);

    /// <summary>Takes the limits that were in effect.</summary>
    public void Load(StateReader state)
    {
        Span<long> limits = stackalloc long[8];
        state.ReadAll(limits);
        (MaxOrderValue, MaxOrderQuantity, MaxPosition, MaxDailyLoss) = (limits[0], limits[1], limits[2], limits[3]);
        (PriceCollarBps, OrdersPerSecond, OrderBurst, StaleQuoteNs) = ((int)limits[4], (int)limits[5], (int)limits[6], limits[7]);
    }

    /// <summary>What a limit is, as a command says it.</summary>
    public long ValueOf(LimitName limit) => limit switch
    {
        LimitName.MaxOrderValue => MaxOrderValue,
        LimitName.MaxOrderQuantity => MaxOrderQuantity,
        LimitName.MaxPosition => MaxPosition,
        LimitName.MaxDailyLoss => MaxDailyLoss,
        LimitName.PriceCollarBps => PriceCollarBps,
        LimitName.OrdersPerSecond => OrdersPerSecond,
        LimitName.OrderBurst => OrderBurst,
        LimitName.StaleQuoteMs => StaleQuoteNs / NsPerMs,
        _ => 0,
    };

    /// <summary>Sets a limit to a value that was checked before.</summary>
    public void Set(LimitName limit, long value)
    {
        switch (limit)
        {
            case LimitName.MaxOrderValue:
                MaxOrderValue = value;
                break;
            case LimitName.MaxOrderQuantity:
                MaxOrderQuantity = value;
                break;
            case LimitName.MaxPosition:
                MaxPosition = value;
                break;
            case LimitName.MaxDailyLoss:
                MaxDailyLoss = value;
                break;
            case LimitName.PriceCollarBps:
                PriceCollarBps = (int)value;
                break;
            case LimitName.OrdersPerSecond:
                OrdersPerSecond = (int)value;
                break;
            case LimitName.OrderBurst:
                OrderBurst = (int)value;
                break;
            case LimitName.StaleQuoteMs:
                StaleQuoteNs = value * NsPerMs;
                break;
        }
    }
}
