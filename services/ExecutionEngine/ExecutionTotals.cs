using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.ExecutionEngine;

/// <summary>What has happened to orders in this run; part of the loop's state, so that a restart counts exactly.</summary>
public sealed class ExecutionTotals
{
    /// <summary>Orders that left.</summary>
    public long Submitted { get; set; }

    /// <summary>Of these, orders that flatten after a kill.</summary>
    public long Flatten { get; set; }

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

    /// <summary>Writes all.</summary>
    public void Save(StateWriter state) => state.WriteAll(
        [Submitted, Filled, PartiallyFilled, Canceled, Rejected, Denied, Fills, Malformed, Foreign, Flatten]);

    /// <summary>Goes on from what another one had counted.</summary>
    public void Load(StateReader state)
    {
        Span<long> totals = stackalloc long[10];
        state.ReadAll(totals);
        (Submitted, Filled, PartiallyFilled) = (totals[0], totals[1], totals[2]);
        (Canceled, Rejected, Denied) = (totals[3], totals[4], totals[5]);
        (Fills, Malformed, Foreign, Flatten) = (totals[6], totals[7], totals[8], totals[9]);
    }

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
