namespace Artic.Streams.Log;

/// <summary>A stream's bytes contradict its format: named by file and place; nothing of it was handed out.</summary>
public sealed class StreamCorruptException(string message) : IOException(message);
