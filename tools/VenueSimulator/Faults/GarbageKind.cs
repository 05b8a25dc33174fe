namespace Artic.VenueSimulator.Faults;

/// <summary>What goes out in a message's place.</summary>
public enum GarbageKind
{
    /// <summary>Text that is no JSON.</summary>
    NoJson,

    /// <summary>The message without its end.</summary>
    Truncated,

    /// <summary>The message with a number that fits no 64 bits.</summary>
    AbsurdNumber,

    /// <summary>The message about an instrument that nobody asked for.</summary>
    WrongSymbol,

    /// <summary>Bytes that are no text, in a binary frame.</summary>
    Binary,
}
