namespace Artic.Streams.Log;

/// <summary>Another process has taken the stream over: nobody hears this one any more, so it ends.</summary>
public sealed class StreamFencedException(string message) : InvalidOperationException(message);
