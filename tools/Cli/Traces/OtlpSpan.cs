namespace Artic.Cli.Traces;

/// <summary>A part of an order's way.</summary>
/// <param name="Service">Whose time it was.</param>
/// <param name="Name">What was done; unique within an order.</param>
/// <param name="Parent">Name of the span that it is a part of; empty: it is the whole.</param>
/// <param name="BeginNs">CLOCK_MONOTONIC.</param>
/// <param name="EndNs">CLOCK_MONOTONIC.</param>
public readonly record struct OtlpSpan(string Service, string Name, string Parent, long BeginNs, long EndNs);
