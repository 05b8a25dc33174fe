namespace Artic.Streams.Log;

/// <summary>So early a record is not kept any more; the position stays where it was.</summary>
/// <param name="stream">The stream.</param>
/// <param name="firstSequence">The first record that is there.</param>
/// <param name="message">What was asked for.</param>
public sealed class StreamTrimmedException(StreamId stream, long firstSequence, string message) : IOException(message)
{
    /// <summary>The stream.</summary>
    public StreamId Stream { get; } = stream;

    /// <summary>The first record that is there.</summary>
    public long FirstSequence { get; } = firstSequence;
}
