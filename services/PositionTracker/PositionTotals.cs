namespace Artic.PositionTracker;

/// <summary>
/// Sums over all instruments, kept up to date with the one that a record is about. Money is at scale 8. Thread: the
/// loop's.
/// </summary>
public sealed class PositionTotals
{
    /// <summary>Comparisons with the venue.</summary>
    public long Checks { get; private set; }

    /// <summary>Breaks.</summary>
    public long Breaks { get; private set; }

    /// <summary>Realised results.</summary>
    public long RealizedPnl { get; private set; }

    /// <summary>Unrealised results.</summary>
    public long UnrealizedPnl { get; private set; }

    /// <summary>Worth of what is open.</summary>
    public long Value { get; private set; }

    /// <summary>Fees.</summary>
    public long Fees { get; private set; }

    /// <summary>Trades.</summary>
    public long Fills { get; private set; }

    /// <summary>Takes an instrument out before it changes.</summary>
    public void Remove(TrackedInstrument instrument) => Count(instrument, -1);

    /// <summary>Takes it in again as it is now.</summary>
    public void Add(TrackedInstrument instrument) => Count(instrument, 1);

    private void Count(TrackedInstrument instrument, int sign)
    {
        Checks += sign * (long)instrument.Checks;
        Breaks += sign * (long)instrument.Breaks;
        RealizedPnl += sign * instrument.RealizedPnl;
        UnrealizedPnl += sign * instrument.UnrealizedPnl;
        Value += sign * instrument.Value;
        Fees += sign * instrument.Fees;
        Fills += sign * (long)instrument.Fills;
    }
}
