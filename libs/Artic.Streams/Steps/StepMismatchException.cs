namespace Artic.Streams.Steps;

/// <summary>
/// A loop that was run again over its recorded inputs said something else than the record. Its state cannot be trusted,
/// so the process does not go on.
/// </summary>
public sealed class StepMismatchException(string message) : InvalidOperationException(message);
