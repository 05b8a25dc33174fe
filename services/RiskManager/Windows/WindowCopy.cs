namespace Artic.RiskManager.Windows;

/// <summary>The parts of a <see cref="RollingRange"/> as they were at one moment. Thread: one at a time; used again.</summary>
public sealed class WindowCopy
{
    internal const int Parts = RollingCount.Parts + 1;

    internal long[] First { get; } = new long[Parts];

    internal long[] High { get; } = new long[Parts];

    internal long[] Low { get; } = new long[Parts];

    internal long[] Begins { get; } = new long[Parts];

    /// <summary>How many there are, the oldest first.</summary>
    public int Count { get; internal set; }

    /// <summary>When a part began, its first, highest and lowest value.</summary>
    public (long BeginNs, long First, long High, long Low) this[int part] => (Begins[part], First[part], High[part], Low[part]);
}
