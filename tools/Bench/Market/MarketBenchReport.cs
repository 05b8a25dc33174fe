using Artic.Bench.Figures;

namespace Artic.Bench.Market;

/// <summary>What market data takes, in time and memory; the shape of <c>--json</c>.</summary>
public sealed class MarketBenchReport
{
    /// <summary>Where it was measured.</summary>
    public Machine Machine { get; set; } = new();

    /// <summary>How the hot thread waited.</summary>
    public string Idle { get; set; } = "";

    /// <summary>What the latency is of.</summary>
    public string Measured { get; set; } = "";

    /// <summary>The runs as they were asked for.</summary>
    public List<MarketFigures> Runs { get; set; } = [];
}
