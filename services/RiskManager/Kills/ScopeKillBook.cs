using Artic.Messaging.Records;
using Artic.RiskManager.Scopes;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Kills;

/// <summary>
/// Which strategy instances and instruments are killed, and says so in <c>order</c>, for the engine to cancel. Thread: the loop's;
/// any may read the version. Allocates nothing.
/// </summary>
/// <param name="scopes">The scopes, which hold their generations.</param>
public sealed class ScopeKillBook(ScopeTree scopes)
{
    private readonly ScopeKilled _killed = new();
    private readonly ScopeStateChanged _state = new();
    private long _version;

    /// <summary>Grows with each change.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>The scope that can be killed by itself; null: there is none of this kind and number.</summary>
    public Scope? Find(ScopeKind kind, uint id) =>
        kind is ScopeKind.Strategy or ScopeKind.Instrument ? scopes.Find(kind, id) : null;

    /// <summary>Takes what outlived the run before, or what this run knows already. True where a kill is news.</summary>
    public bool Take(AccountState account, StepOutput output)
    {
        bool isNews = false;
        foreach (ScopeKilled each in account.KilledScopes)
        {
            if (Find(each.Scope, each.ScopeId) is { } scope)
            {
                isNews |= Set(scope, each.KillGeneration, each.ResumedGeneration, output) && scope.IsKilled;
            }
        }

        return isNews;
    }

    /// <summary>A scope is killed. True where that is news.</summary>
    public bool Kill(Scope scope, ulong generation, StepOutput output) => Set(scope, generation, 0, output);

    /// <summary>A person has lifted kills of a scope. True where that is news.</summary>
    public bool Resume(Scope scope, ulong generation, StepOutput output) =>
        Set(scope, 0, Math.Min(generation, scope.KillGeneration), output);

    private bool Set(Scope scope, ulong killed, ulong resumed, StepOutput output)
    {
        if (killed <= scope.KillGeneration && resumed <= scope.ResumedGeneration)
        {
            return false;
        }

        scope.KillGeneration = Math.Max(scope.KillGeneration, killed);
        scope.ResumedGeneration = Math.Max(scope.ResumedGeneration, resumed);
        Volatile.Write(ref _version, _version + 1);
        uint instrumentId = scope.Kind == ScopeKind.Instrument ? scope.Id : 0;
        _killed.Scope = scope.Kind;
        _killed.ScopeId = scope.Id;
        _killed.KillGeneration = scope.KillGeneration;
        _killed.ResumedGeneration = scope.ResumedGeneration;
        output.Append(RecordType.ScopeKilled, instrumentId, _killed);
        _state.Scope = scope.Kind;
        _state.ScopeId = scope.Id;
        _state.State = scope.IsKilled ? TradingStateValue.Halted : scope.State;
        _state.Reason = scope.IsKilled ? TradingStateReason.Killed : TradingStateReason.Resumed;
        output.Append(RecordType.ScopeStateChanged, instrumentId, _state);
        return true;
    }
}
