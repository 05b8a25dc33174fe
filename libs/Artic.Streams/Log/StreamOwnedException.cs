namespace Artic.Streams.Log;

/// <summary>Another process writes this stream; the message says which.</summary>
public sealed class StreamOwnedException(string message) : IOException(message);
