using Artic.ExecutionEngine.Orders;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.ExecutionEngine.Kills;

/// <summary>
/// What is killed, of everything and of single scopes, and which orders that touches. Thread: the loop's. Allocates only for a
/// scope that was never killed before.
/// </summary>
public sealed class KillState
{
    private const int MostScopes = 1 << 20;

    private readonly List<KilledScope> _scopes = [];

    /// <summary>Highest kill generation of everything.</summary>
    public ulong Generation { get; private set; }

    /// <summary>Highest of these that a person has resumed, as the gate was seen last.</summary>
    public ulong Resumed { get; set; }

    /// <summary>Kill generation of everything under which nothing is under way any more.</summary>
    public ulong Stopped { get; set; }

    /// <summary>Grows with each change of a scope.</summary>
    public long ScopeVersion { get; private set; }

    /// <summary>The scopes that were ever killed by themselves.</summary>
    public IReadOnlyList<KilledScope> Scopes => _scopes;

    /// <summary>Everything is killed.</summary>
    public bool IsKilled => Generation > Resumed;

    /// <summary>Something is killed.</summary>
    public bool IsAnythingKilled
    {
        get
        {
            bool isKilled = IsKilled;
            for (int i = 0; i < _scopes.Count && !isKilled; i++)
            {
                isKilled = _scopes[i].IsKilled;
            }

            return isKilled;
        }
    }

    /// <summary>Everything is killed by this generation.</summary>
    public void Kill(ulong generation) => Generation = Math.Max(Generation, generation);

    /// <summary>The risk manager's word on a scope.</summary>
    public void Set(ScopeKilled said)
    {
        KilledScope? scope = Find(said.Scope, said.ScopeId);
        if (scope == null)
        {
            scope = new KilledScope(said.Scope, said.ScopeId);
            _scopes.Add(scope);
        }

        scope.KillGeneration = Math.Max(scope.KillGeneration, said.KillGeneration);
        scope.ResumedGeneration = Math.Max(scope.ResumedGeneration, said.ResumedGeneration);
        ScopeVersion++;
    }

    /// <summary>A scope has stopped.</summary>
    public void Stop(KilledScope scope, uint openOrders)
    {
        scope.OpenOrders = openOrders;
        scope.StoppedGeneration = scope.KillGeneration;
        ScopeVersion++;
    }

    /// <summary>The scope; null: it was never killed by itself.</summary>
    public KilledScope? Find(ScopeKind kind, uint id)
    {
        for (int i = 0; i < _scopes.Count; i++)
        {
            if (_scopes[i].Kind == kind && _scopes[i].Id == id)
            {
                return _scopes[i];
            }
        }

        return null;
    }

    /// <summary>All orders of an instrument are killed, whosever they are; gives the generation in force, 0: they are not.</summary>
    public ulong WholeInstrument(uint instrumentId) => IsKilled ? Generation
        : Find(ScopeKind.Instrument, instrumentId) is { IsKilled: true } scope ? scope.KillGeneration
        : 0;

    /// <summary>The order is to be cancelled, and none like it is sent.</summary>
    public bool Touches(OrderApproved order)
    {
        if (Flattens(order))
        {
            return false;
        }

        bool touches = IsKilled;
        for (int i = 0; i < _scopes.Count && !touches; i++)
        {
            touches = _scopes[i].IsKilled && _scopes[i].Has(order);
        }

        return touches;
    }

    /// <summary>The order flattens under the very kill that is in force.</summary>
    public bool Flattens(OrderApproved order)
    {
        if (order.FlattenGeneration == 0)
        {
            return false;
        }

        return order.FlattenScope == ScopeKind.Unspecified
            ? IsKilled && order.FlattenGeneration == Generation
            : !IsKilled && Find(order.FlattenScope, order.FlattenScopeId) is { IsKilled: true } scope &&
                order.FlattenGeneration == scope.KillGeneration;
    }

    /// <summary>Nothing that was sent before the kill of this order that flattens is under way any more.</summary>
    public bool HasStoppedFor(OrderApproved order) => order.FlattenScope == ScopeKind.Unspecified
        ? Stopped >= order.FlattenGeneration
        : Find(order.FlattenScope, order.FlattenScopeId) is { } scope && scope.StoppedGeneration >= order.FlattenGeneration;

    /// <summary>Writes all.</summary>
    public void Save(StateWriter state)
    {
        state.Section("kills");
        state.Write(Generation);
        state.Write(Resumed);
        state.Write(Stopped);
        state.Write(_scopes.Count);
        _scopes.ForEach(scope => scope.Save(state));
    }

    /// <summary>Takes what another one held.</summary>
    public void Load(StateReader state)
    {
        state.Section("kills");
        Generation = state.ReadUInt64();
        Resumed = state.ReadUInt64();
        Stopped = state.ReadUInt64();
        _scopes.Clear();
        for (int left = state.ReadCount(MostScopes); left > 0; left--)
        {
            _scopes.Add(KilledScope.Load(state));
        }

        ScopeVersion++;
    }
}
