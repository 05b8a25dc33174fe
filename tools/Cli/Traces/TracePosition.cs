using Artic.Streams.Log;

namespace Artic.Cli.Traces;

/// <summary>The request in <c>wire</c> up to which all orders' ways are told.</summary>
/// <param name="Sequence">Its number; 0: none is.</param>
/// <param name="PublishedNs">CLOCK_MONOTONIC, so that another record of that number is not taken for it: that of another run, or one
/// that came in the place of what a loss of power took.</param>
public readonly record struct TracePosition(long Sequence, long PublishedNs)
{
    /// <summary>Before the first.</summary>
    public static TracePosition Start => default;

    /// <summary>True where it is this very record.</summary>
    public bool IsOf(in RecordHeader header) => header.Sequence == Sequence && header.PublishedNs == PublishedNs;
}
