namespace Artic.Cli.Reports;

/// <summary>What a strategy instance has done. Money at scale 8.</summary>
public sealed class InstanceResult
{
    /// <summary>Signals.</summary>
    public long Signals { get; set; }

    /// <summary>Intents.</summary>
    public long Intents { get; set; }

    /// <summary>Intents that were denied.</summary>
    public long Denied { get; set; }

    /// <summary>Orders that the engine took.</summary>
    public long Orders { get; set; }

    /// <summary>Fills.</summary>
    public long Fills { get; set; }

    /// <summary>What changed hands, in the quote asset.</summary>
    public decimal Turnover { get; set; }
}
