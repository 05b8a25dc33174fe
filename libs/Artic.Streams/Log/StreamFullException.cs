namespace Artic.Streams.Log;

/// <summary>
/// Hot memory holds as many segments as it may and none of them is archived: what cannot be recorded is not done, so the
/// process ends.
/// </summary>
public sealed class StreamFullException(string message) : InvalidOperationException(message);
