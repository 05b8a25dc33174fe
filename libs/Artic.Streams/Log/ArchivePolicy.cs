namespace Artic.Streams.Log;

/// <summary>When an archiver copies, syncs, and says that it is behind. Immutable.</summary>
/// <param name="BlockBytes">Copied once so much is there; each block has a checksum.</param>
/// <param name="SyncIntervalNs">On disk at the latest after so long.</param>
/// <param name="SyncBytes">On disk at the latest after so many bytes.</param>
/// <param name="StallNs">A disk that refuses for so long counts as behind, however little there is to write.</param>
public sealed record ArchivePolicy(long BlockBytes, long SyncIntervalNs, long SyncBytes, long StallNs)
{
    /// <summary>64 KiB, a second, 32 MiB, five seconds.</summary>
    public static ArchivePolicy Default { get; } = new(64 << 10, 1_000_000_000, 32 << 20, 5_000_000_000);
}
