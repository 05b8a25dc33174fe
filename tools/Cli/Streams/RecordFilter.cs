using Artic.Messaging.Records;
using Artic.Streams.Log;

namespace Artic.Cli.Streams;

/// <summary>Which records of a stream are wanted.</summary>
public sealed class RecordFilter
{
    /// <summary>First sequence; null: the first that is kept.</summary>
    public long? From { get; init; }

    /// <summary>Last sequence.</summary>
    public long To { get; init; } = long.MaxValue;

    /// <summary>Types; all where it is empty.</summary>
    public HashSet<RecordType> Types { get; init; } = [];

    /// <summary>Instrument; 0: all.</summary>
    public uint Instrument { get; init; }

    /// <summary>Published not before; UTC in nanoseconds.</summary>
    public long SinceUtcNs { get; init; } = long.MinValue;

    /// <summary>Published not after.</summary>
    public long UntilUtcNs { get; init; } = long.MaxValue;

    /// <summary>True where the record is wanted.</summary>
    public bool Takes(in RecordHeader header, long utcNs) =>
        (Types.Count == 0 || Types.Contains((RecordType)header.Type)) &&
        (Instrument == 0 || header.InstrumentId == Instrument) && utcNs >= SinceUtcNs && utcNs <= UntilUtcNs;
}
