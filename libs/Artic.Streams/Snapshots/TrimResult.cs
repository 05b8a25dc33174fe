using Artic.Streams.Log;

namespace Artic.Streams.Snapshots;

/// <summary>What was removed of a stream's archive.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Segments">Segments that went.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="First">Sequence of the first record that is kept, where segments went.</param>
public readonly record struct TrimResult(StreamId Stream, int Segments, long Bytes, long First);
