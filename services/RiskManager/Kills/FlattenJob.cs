using Artic.RiskManager.Scopes;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Kills;

/// <summary>One kill's flattening. Thread: the loop's.</summary>
/// <param name="scope">What was killed; null: everything.</param>
/// <param name="generation">By which kill.</param>
/// <param name="beganNs">When it was asked for.</param>
public sealed class FlattenJob(Scope? scope, ulong generation, long beganNs)
{
    /// <summary>What was killed; null: everything.</summary>
    public Scope? Scope { get; } = scope;

    /// <summary>By which kill.</summary>
    public ulong Generation { get; } = generation;

    /// <summary>When it was asked for.</summary>
    public long BeganNs { get; } = beganNs;

    /// <summary>Nothing of the scope is under way at the venue any more.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Orders that it has sent.</summary>
    public uint Orders { get; set; }

    /// <summary>The order that has not ended; 0: none.</summary>
    public ulong OrderInHand { get; set; }

    /// <summary>What was open and held in all when it last tried.</summary>
    public Int128 Measure { get; set; } = -1;

    /// <summary>Tries in a row that have closed nothing.</summary>
    public int Fruitless { get; set; }

    /// <summary>When it may try again; 0: at once.</summary>
    public long NextNs { get; set; }

    /// <summary>Writes it.</summary>
    public void Save(StateWriter state)
    {
        state.Write((int)(Scope?.Kind ?? ScopeKind.Unspecified));
        state.Write(Scope?.Id ?? 0);
        state.Write(Generation);
        state.Write(BeganNs);
        state.Write(IsStopped);
        state.Write(Orders);
        state.Write(OrderInHand);
        state.Write(Measure);
        state.Write(Fruitless);
        state.Write(NextNs);
    }

    /// <summary>Reads one that another has written. Errors: <see cref="StateMalformedException"/> where its scope is not there.</summary>
    public static FlattenJob Load(StateReader state, ScopeTree scopes)
    {
        ScopeKind kind = (ScopeKind)state.ReadInt32();
        uint id = state.ReadUInt32();
        Scope? scope = kind == ScopeKind.Unspecified ? null
            : scopes.Find(kind, id) ?? throw new StateMalformedException($"what is flattened, {kind} {id}, is not there");
        return new FlattenJob(scope, state.ReadUInt64(), state.ReadInt64())
        {
            IsStopped = state.ReadBoolean(), Orders = state.ReadUInt32(), OrderInHand = state.ReadUInt64(),
            Measure = state.ReadInt128(), Fruitless = state.ReadInt32(), NextNs = state.ReadInt64(),
        };
    }
}
