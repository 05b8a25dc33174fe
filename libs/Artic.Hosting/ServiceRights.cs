using Artic.Streams.Log;

namespace Artic.Hosting;

/// <summary>Who writes what of a run: the one table behind the rights of files (ARCHITECTURE.md, Users).</summary>
public static class ServiceRights
{
    /// <summary>The risk manager's name.</summary>
    public const string RiskManager = "risk-manager";

    /// <summary>The execution engine's name.</summary>
    public const string ExecutionEngine = "execution-engine";

    /// <summary>The service that writes a stream.</summary>
    public static string OwnerOf(StreamId stream) => stream switch
    {
        StreamId.Feed or StreamId.Market => "market-data",
        StreamId.Instance or StreamId.Signal => "signal-bridge",
        StreamId.Command or StreamId.Order => RiskManager,
        StreamId.Wire or StreamId.Venue or StreamId.Execution => ExecutionEngine,
        StreamId.Position => "position-tracker",
        _ => throw new ArgumentOutOfRangeException(nameof(stream), stream, "is nobody's"),
    };

    /// <summary>True for a service that raises kills and appends to the account's latch.</summary>
    public static bool MayKill(string service) => service is RiskManager or ExecutionEngine;
}
