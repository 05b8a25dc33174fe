using Artic.Streams.Log;

namespace Artic.Cli.Traces;

/// <summary>A record on an order's way, copied out of its stream.</summary>
/// <param name="Header">Its header: what led to it, and when that began.</param>
/// <param name="Times">When its process had the input in hand.</param>
/// <param name="Payload">Its protobuf bytes.</param>
internal sealed record TracedRecord(RecordHeader Header, StageTimes Times, byte[] Payload);
