namespace Artic.Database.Ledger;

/// <summary>A message with its number in its stream and its time, UTC in nanoseconds since 1970.</summary>
public readonly record struct Stamped<T>(T Message, long Sequence, long RecordedNs);
