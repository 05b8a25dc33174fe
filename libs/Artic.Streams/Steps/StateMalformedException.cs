namespace Artic.Streams.Steps;

/// <summary>The bytes of a saved state are not what the loop that loads them has written; named by section and byte.</summary>
public sealed class StateMalformedException(string message) : IOException(message);
