using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Edge;

/// <summary>The engine's answer: a result as JSON, or the refusal.</summary>
public sealed record ApiReply(byte[] ResultJson, VenueError? Error, int UsedWeight)
{
    /// <summary>HTTP status, which the WebSocket API carries too.</summary>
    public int Status => Error?.HttpStatus ?? 200;
}
