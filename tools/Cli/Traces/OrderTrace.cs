using Artic.V1;

namespace Artic.Cli.Traces;

/// <summary>
/// The way of one order from the receive of the market frame to the write of its request, as the record has it: the times from which
/// the services' histograms are made. CLOCK_MONOTONIC in nanoseconds.
/// </summary>
/// <param name="Approved">The order.</param>
/// <param name="OriginNs">Receive of the frame.</param>
/// <param name="Market">Market data; committed is its record's publishing.</param>
/// <param name="Signal">The signal bridge, to the intent.</param>
/// <param name="Risk">The risk manager, to the approval.</param>
/// <param name="Execution">The execution engine, to SUBMITTED.</param>
/// <param name="SentNs">The clock before the write.</param>
/// <param name="WrittenNs">The clock after it.</param>
/// <param name="UtcOffsetNs">What makes UTC of all these times: one for the whole order, so that differences stay what they are.</param>
public sealed record OrderTrace(
    OrderApproved Approved, long OriginNs, StageTimes Market, StageTimes Signal, StageTimes Risk, StageTimes Execution, long SentNs,
    long WrittenNs, long UtcOffsetNs);
