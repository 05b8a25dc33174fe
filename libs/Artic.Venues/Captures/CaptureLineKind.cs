namespace Artic.Venues.Captures;

/// <summary>What a line of a capture is.</summary>
public enum CaptureLineKind
{
    /// <summary>A frame that came from the venue.</summary>
    Received,

    /// <summary>A frame that the recorder sent.</summary>
    Sent,

    /// <summary>The body of a REST answer; the address says of what.</summary>
    Document,

    /// <summary>A connection was made.</summary>
    Connected,

    /// <summary>A remark of the recorder.</summary>
    Remark,

    /// <summary>Nothing of any known format: garbage, or what is left of a line that was cut.</summary>
    Unreadable,
}
