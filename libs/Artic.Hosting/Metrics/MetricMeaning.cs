namespace Artic.Hosting.Metrics;

/// <summary>What one value of a state means.</summary>
/// <param name="Value">The value.</param>
/// <param name="Text">In a word or two.</param>
/// <param name="IsGood">Whether somebody need not look; null: it is neither good nor bad.</param>
public sealed record MetricMeaning(int Value, string Text, bool? IsGood);
