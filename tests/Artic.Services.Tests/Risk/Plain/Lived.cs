using Artic.V1;

namespace Artic.Services.Tests.Risk.Plain;

/// <summary>An order as the venue knows it.</summary>
internal sealed class Lived(ulong id, uint instrument, uint instance, Side side, long quantity, long price)
{
    public ulong Id => id;

    public uint Instrument => instrument;

    public uint Instance => instance;

    public Side Side => side;

    public long Quantity => quantity;

    public long Price => price;

    public long Filled { get; set; }

    /// <summary>Filled at the venue, and not told yet.</summary>
    public long Missing { get; set; }

    /// <summary>Only what is missing still comes.</summary>
    public bool HasEnded { get; set; }

    /// <summary>The venue has said its last word on it.</summary>
    public bool IsOver { get; set; }

    /// <summary>What of it may still change the position.</summary>
    public long Left => IsOver ? Missing : Quantity - Filled;
}
