namespace Artic.VenueSimulator.Faults;

/// <summary>What can go wrong with a market stream on request.</summary>
public enum FaultKind
{
    /// <summary>A message does not go out.</summary>
    Drop,

    /// <summary>A message goes out twice.</summary>
    Duplicate,

    /// <summary>A message goes out after the next one.</summary>
    Reorder,

    /// <summary>Something else goes out in a message's place: see <see cref="GarbageKind"/>.</summary>
    Garbage,

    /// <summary>The connection stays open and says nothing for a while.</summary>
    Silence,

    /// <summary>The TCP connection is aborted.</summary>
    Disconnect,
}
