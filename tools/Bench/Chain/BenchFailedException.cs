namespace Artic.Bench.Chain;

/// <summary>A measurement that cannot be trusted or could not be made; the message says why.</summary>
public sealed class BenchFailedException(string message) : Exception(message);
