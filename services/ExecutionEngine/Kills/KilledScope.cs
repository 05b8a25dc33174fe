using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.ExecutionEngine.Kills;

/// <summary>A strategy instance or an instrument that was killed by itself. Thread: the loop's; any may read one word.</summary>
/// <param name="kind">What it is.</param>
/// <param name="id">Its number.</param>
public sealed class KilledScope(ScopeKind kind, uint id)
{
    /// <summary>What it is.</summary>
    public ScopeKind Kind { get; } = kind;

    /// <summary>Its number.</summary>
    public uint Id { get; } = id;

    /// <summary>Highest kill generation.</summary>
    public ulong KillGeneration { get; set; }

    /// <summary>Highest of these that a person has resumed.</summary>
    public ulong ResumedGeneration { get; set; }

    /// <summary>Kill generation under which nothing is under way any more.</summary>
    public ulong StoppedGeneration { get; set; }

    /// <summary>Orders that were open when it had stopped.</summary>
    public uint OpenOrders { get; set; }

    /// <summary>Nobody has resumed the last kill.</summary>
    public bool IsKilled => KillGeneration > ResumedGeneration;

    /// <summary>It is this order's instrument or strategy instance.</summary>
    public bool Has(OrderApproved order) => Id == (Kind == ScopeKind.Strategy ? order.InstanceId : order.InstrumentId);

    /// <summary>Writes it.</summary>
    public void Save(StateWriter state)
    {
        state.Write((int)Kind);
        state.Write(Id);
        state.Write(KillGeneration);
        state.Write(ResumedGeneration);
        state.Write(StoppedGeneration);
        state.Write(OpenOrders);
    }

    /// <summary>Reads one that another has written.</summary>
    public static KilledScope Load(StateReader state) => new((ScopeKind)state.ReadInt32(), state.ReadUInt32())
    {
        KillGeneration = state.ReadUInt64(), ResumedGeneration = state.ReadUInt64(), StoppedGeneration = state.ReadUInt64(),
        OpenOrders = state.ReadUInt32(),
    };
}
