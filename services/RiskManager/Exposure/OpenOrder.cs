namespace Artic.RiskManager.Exposure;

/// <summary>One order that counts. Owner: <see cref="OpenOrders"/>, which uses it again. Thread: the loop's.</summary>
public sealed class OpenOrder(int index)
{
    /// <summary>Its place among all.</summary>
    public int Index { get; } = index;

    /// <summary>Client order id.</summary>
    public ulong Id { get; set; }

    /// <summary>What it buys or sells.</summary>
    public InstrumentRisk Instrument { get; set; } = null!;

    /// <summary>Who wanted it; null: nobody that is known.</summary>
    public StrategyRisk? Strategy { get; set; }

    /// <summary>It buys.</summary>
    public bool IsBuy { get; set; }

    /// <summary>What may still fill.</summary>
    public long Remaining { get; set; }

    /// <summary>What has filled.</summary>
    public long Filled { get; set; }

    /// <summary>The worst price that it can trade at.</summary>
    public long Price { get; set; }

    /// <summary>What of the balance is kept for it: quote asset of a buy, base asset of a sell, at scale 8.</summary>
    public long Reserved { get; set; }

    /// <summary>CLOCK_MONOTONIC of its approval; 0: not approved here.</summary>
    public long ApprovedNs { get; set; }

    /// <summary>The venue has answered.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>It has ended, but fills that the venue counted have not come yet.</summary>
    public bool IsEnded { get; set; }

    /// <summary>It may still trade, so that its price counts.</summary>
    public bool IsPriced { get; set; }

    /// <summary>A cancel of it was counted.</summary>
    public bool IsCancelling { get; set; }

    /// <summary>It went out while a breaker was half open.</summary>
    public bool IsProbe { get; set; }

    /// <summary>Links of <see cref="OwnPrices"/>; -1: none.</summary>
    internal int Child { get; set; } = -1;

    /// <inheritdoc cref="Child"/>
    internal int Next { get; set; } = -1;

    /// <inheritdoc cref="Child"/>
    internal int Previous { get; set; } = -1;
}
