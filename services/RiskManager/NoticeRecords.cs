using Artic.Messaging.Records;
using Artic.RiskManager.Scopes;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>Writes notices as records. Thread: the loop's. Allocates nothing.</summary>
public sealed class NoticeRecords
{
    private readonly LimitWarning _warning = new();
    private readonly ScopeStateChanged _state = new();
    private readonly BreakerChanged _breaker = new();

    /// <summary>Warnings that were said.</summary>
    public long Warnings { get; private set; }

    /// <summary>Appends a record for each notice and empties the queue. True where a scope's state was changed.</summary>
    public bool Append(NoticeQueue notices, StepOutput output)
    {
        bool isStateChanged = false;
        for (int i = 0; i < notices.Count; i++)
        {
            ref readonly Notice notice = ref notices[i];
            switch (notice.Kind)
            {
                case NoticeKind.Warning:
                    Warnings++;
                    AppendWarning(notice, output);
                    break;
                case NoticeKind.State:
                    isStateChanged = true;
                    AppendState(notice.Scope!, TradingStateReason.Executions, output);
                    break;
                default:
                    AppendBreaker(notice, output);
                    break;
            }
        }

        notices.Clear();
        return isStateChanged;
    }

    /// <summary>Appends the state of a scope.</summary>
    public void AppendState(Scope scope, TradingStateReason reason, StepOutput output)
    {
        _state.Scope = scope.Kind;
        _state.ScopeId = scope.Id;
        _state.State = scope.IsKilled ? TradingStateValue.Halted : scope.State;
        _state.Reason = reason;
        output.Append(RecordType.ScopeStateChanged, InstrumentOf(scope), _state);
    }

    /// <summary>Writes the count.</summary>
    public void Save(StateWriter state) => state.Write(Warnings);

    /// <summary>Takes the count of another one.</summary>
    public void Load(StateReader state) => Warnings = state.ReadInt64();

    private static uint InstrumentOf(Scope scope) => scope.Kind == ScopeKind.Instrument ? scope.Id : 0;

    private void AppendWarning(in Notice notice, StepOutput output)
    {
        _warning.Name = notice.Name;
        _warning.Scope = notice.Scope!.Kind;
        _warning.ScopeId = notice.Scope.Id;
        _warning.Threshold = notice.Threshold;
        _warning.Limit = notice.Limit;
        _warning.Actual = notice.Actual;
        output.Append(RecordType.LimitWarning, InstrumentOf(notice.Scope), _warning);
    }

    private void AppendBreaker(in Notice notice, StepOutput output)
    {
        _breaker.Cause = notice.Cause;
        _breaker.State = notice.Breaker;
        _breaker.Threshold = notice.Limit;
        _breaker.Actual = notice.Actual;
        _breaker.BackOffNs = notice.BackOffNs;
        output.Append(RecordType.BreakerChanged, 0, _breaker);
    }
}
