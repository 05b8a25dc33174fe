using Artic.V1;

namespace Artic.Cli.Reconciling;

/// <summary>What a reconciliation has found about one instrument so far. Quantities are at scale 8. Thread: one.</summary>
/// <param name="id">Its number.</param>
/// <param name="symbol">Its name.</param>
/// <param name="baseAsset">What is traded.</param>
/// <param name="quoteAsset">What it is paid with.</param>
public sealed class ComparedInstrument(int id, string symbol, string baseAsset, string quoteAsset)
{
    /// <summary>Its number.</summary>
    public int Id => id;

    /// <summary>Its name.</summary>
    public string Symbol => symbol;

    /// <summary>What is traded.</summary>
    public string BaseAsset => baseAsset;

    /// <summary>What it is paid with.</summary>
    public string QuoteAsset => quoteAsset;

    /// <summary>The last comparison of balances since it was asked for; null: none yet.</summary>
    public Reconciliation? Balances { get; private set; }

    /// <summary>The last comparison of open orders that was asked for; null: none yet.</summary>
    public OpenOrdersCompared? Orders { get; private set; }

    /// <summary>Balances agree, or are known not to.</summary>
    public bool HasBalances => Balances is { Matches: true } or { IsBreak: true };

    /// <summary>The comparison of open orders is over.</summary>
    public bool HasOrders => Orders is { IsLast: true };

    /// <summary>What is known about balances.</summary>
    public Verdict BalanceVerdict => Balances switch
    {
        null => Verdict.Unanswered,
        { Matches: true } => Verdict.Match,
        { IsBreak: true } => Verdict.Break,
        _ => Verdict.InFlight,
    };

    /// <summary>What is known about open orders.</summary>
    public Verdict OrderVerdict => Orders switch
    {
        null => Verdict.Unanswered,
        { VenueError: not 0 } => Verdict.Refused,
        { IsBreak: true } => Verdict.Break,
        { MissingAtVenue: 0, UnknownHere: 0 } => Verdict.Match,
        _ => Verdict.InFlight,
    };

    /// <summary>Takes a comparison of balances that was made after the asking.</summary>
    public void Take(Reconciliation balances) => Balances = HasBalances ? Balances : balances;

    /// <summary>Takes a comparison of open orders that was asked for.</summary>
    public void Take(OpenOrdersCompared orders) => Orders = HasOrders ? Orders : orders;
}
