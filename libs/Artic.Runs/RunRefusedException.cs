namespace Artic.Runs;

/// <summary>A run that cannot begin; the message says why and what to do.</summary>
public sealed class RunRefusedException(string message) : Exception(message);
