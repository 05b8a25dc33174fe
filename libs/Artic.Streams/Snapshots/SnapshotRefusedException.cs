namespace Artic.Streams.Snapshots;

/// <summary>A snapshot that cannot be used, by name and with the reason; nothing of it was taken.</summary>
public sealed class SnapshotRefusedException(string message) : IOException(message);
