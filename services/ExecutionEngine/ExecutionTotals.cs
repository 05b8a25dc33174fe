using Artic.V1;

namespace Artic.ExecutionEngine;

/// <summary>What has happened to orders in this run; part of the loop's state, so that a restart counts exactly.</summary>
public sealed class ExecutionTotals
{
    /// <summary>Orders that left.</summary>
    public long Submitted { get; set; }

    /// <summary>Orders that are filled whole.</summary>
    public long Filled { get; set; }

    /// <summary>Orders whose first fill was not all of them.</summary>
    public long PartiallyFilled { get; set; }

    /// <summary>Orders that were cancelled or expired at the venue.</summary>
    public long Canceled { get; set; }

    /// <summary>Orders that the venue refused or never got.</summary>
    public long Rejected { get; set; }

    /// <summary>Intents and approvals that never left.</summary>
    public long Denied { get; set; }

    /// <summary>Trades of ours.</summary>
    public long Fills { get; set; }

    /// <summary>Frames that were refused.</summary>
    public long Malformed { get; set; }

    /// <summary>Reports about orders that are not ours.</summary>
    public long Foreign { get; set; }

    /// <summary>Counts an end.</summary>
    public void Count(OrderStatus status)
    {
        switch (status)
        {
            case OrderStatus.Filled:
                Filled++;
                break;
            case OrderStatus.Canceled or OrderStatus.Expired:
                Canceled++;
                break;
            case OrderStatus.Rejected:
                Rejected++;
                break;
            case OrderStatus.Denied:
                Denied++;
                break;
            default:
                break;
        }
    }
}
