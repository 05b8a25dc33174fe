namespace Artic.Models;

/// <summary>
/// The features that the signal bridge can give to a model at each quote, in its order. A model names those that it wants, in its own
/// order. Their formulas are in <c>models/README.md</c>.
/// </summary>
public static class QuoteFeatureNames
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "book_imbalance", "depth_imbalance", "microprice_offset_bps", "spread_bps", "mid_return_8_bps",
        "mid_return_32_bps", "trade_flow_imbalance", "realized_volatility_bps",
    ];
}
