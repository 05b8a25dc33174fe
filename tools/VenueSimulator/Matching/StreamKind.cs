namespace Artic.VenueSimulator.Matching;

/// <summary>The market streams of the instrument; a set of them is what a connection is subscribed to.</summary>
[Flags]
public enum StreamKind
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>@trade</c>.</summary>
    Trade = 1,

    /// <summary><c>@bookTicker</c>.</summary>
    BookTicker = 2,

    /// <summary><c>@depth@100ms</c>.</summary>
    Depth100Ms = 4,

    /// <summary><c>@depth</c>, every 1000 ms.</summary>
    Depth1000Ms = 8,
}
