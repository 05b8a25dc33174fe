using Artic.Messaging.Records;
using Artic.RiskManager.Carried;
using Artic.RiskManager.Exposure;
using Artic.RiskManager.Kills;
using Artic.RiskManager.Overrides;
using Artic.RiskManager.Scopes;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>
/// Decides on every intent and says the trading state, both in the one <c>order</c> stream. Its time is the latest
/// that a record has brought. Thread: the hot thread. Allocates nothing in steady state.
/// </summary>
public sealed class RiskHandler : IStepHandler
{
    private const long DayNs = 86_400_000_000_000;

    private readonly RiskGate _gate;
    private readonly NoticeRecords _notices = new();
    private readonly RiskCounters _counters;
    private readonly StepOutput _output;
    private readonly OrderIntent _intent = new();
    private readonly Quote _quote = new();
    private readonly FeedStatus _status = new();
    private readonly Trade _trade = new();
    private readonly Signal _signal = new();
    private readonly AccountSnapshot _balances = new();
    private readonly ValueAtRisk _valueAtRisk = new();
    private readonly ScopeStateCommand _scopeState = new();
    private readonly OrderEvent _order = new();
    private readonly Fill _fill = new();
    private readonly TimerTick _tick = new();
    private readonly AccountState _account = new();
    private readonly KillObserved _kill = new();
    private readonly SessionStatus _session = new();
    private readonly ScopeStopped _stopped = new();
    private readonly ResumeCommand _resume = new();
    private readonly ArchiveObserved _archive = new();
    private readonly LimitCommand _limit = new();
    private readonly OverrideCommand _override = new();
    private readonly CarriedState _carriedState = new();
    private readonly ClockOffset _clockOffset = new();
    private readonly InstanceChanged _instance = new();
    private readonly CancelOrders _cancel = new();
    private readonly CarriedFeed _carried;
    private readonly DecisionRecords _decisions = new();
    private readonly TradingStateChanged _state = new();
    private long _nowNs;
    private ulong _epoch;
    private uint _orderCounter;
    private long _dayPnlBefore;
    private long _pnlAtDayStart;
    private bool _lossHalted;
    private long _lossHalts;
    private DenialCode _denied;

    /// <param name="gate">The checks.</param>
    /// <param name="counters">Where totals are shown.</param>
    /// <param name="output">Whose commits are timed.</param>
    public RiskHandler(RiskGate gate, RiskCounters counters, StepOutput output)
    {
        _output = output;
        _gate = gate;
        _carried = new CarriedFeed(gate);
        _counters = counters;
        ScopeKills = new ScopeKillBook(gate.Books.Scopes);
        Flattener = new Flattener(gate.Books);
    }

    /// <summary>The checks.</summary>
    public RiskGate Gate => _gate;

    /// <summary>The last state that was said.</summary>
    public TradingStateChanged State => _state;

    /// <summary>Highest kill generation that was recorded.</summary>
    public ulong KillGeneration { get; private set; }

    /// <summary>Highest kill generation that a person resumed.</summary>
    public ulong ResumedGeneration { get; private set; }

    /// <summary>Strategy instances and instruments that are killed by themselves.</summary>
    public ScopeKillBook ScopeKills { get; }

    /// <summary>What closes positions after kills that asked for it.</summary>
    public Flattener Flattener { get; }

    /// <summary>A stream cannot be archived: nothing new is begun.</summary>
    public bool IsArchiveBehind { get; private set; }

    /// <summary>The account's state at the start of the run is known.</summary>
    public bool HasBegun => _epoch != 0;

    /// <summary>Overrides of denied orders.</summary>
    public OverrideBook Overrides { get; } = new();

    /// <summary>UTC midnight of the day in hand; 0 before the account's state is known.</summary>
    public long DayStartUtcNs { get; private set; }

    /// <summary>Result of the day at the mid, fees off, at scale 8.</summary>
    public long DayPnl => _dayPnlBefore + _gate.Pnl - _pnlAtDayStart;

    /// <summary>Orders that passed.</summary>
    public long Approvals { get; private set; }

    /// <summary>Intents that did not.</summary>
    public long Denials { get; private set; }

    /// <summary>Times that a breaker has opened by itself, the loss of the day among them.</summary>
    public long BreakerTrips => _lossHalts + _gate.Books.Breakers.Trips;

    /// <summary>Warning thresholds that were passed.</summary>
    public long Warnings => _notices.Warnings;

    /// <summary>
    /// Sequence in <c>command</c> of the last limit or state that a person has set, or override that was decided; 0: none.
    /// </summary>
    public long CommandSequence { get; private set; }

    /// <summary>Limits that were set in this run.</summary>
    public long LimitsSet { get; private set; }

    /// <summary>The last denial, for people.</summary>
    public OrderDenied LastDenial => _decisions.LastDenial;

    /// <summary>The last denials since this process began, for people.</summary>
    public DenialLog LastDenials => _decisions.LastDenials;

    /// <summary>The step in hand decided on an intent.</summary>
    public bool Decided { get; private set; }

    /// <inheritdoc/>
    public void Handle(in Record input, StepOutput output)
    {
        Decided = false;
        _denied = DenialCode.Unspecified;
        _nowNs = Math.Max(_nowNs, input.Header.PublishedNs);
        switch (RecordCodec.TypeOf(input))
        {
            case RecordType.OrderIntent:
                Decide(RecordCodec.Read(input, _intent), input.Header.OriginNs, output);
                break;
            case RecordType.Quote:
                _gate.Market.OnQuote(RecordCodec.Read(input, _quote), input.Header.OriginNs, _nowNs);
                break;
            case RecordType.BookTop:
                _gate.Market.OnBookTop(input.Header.InstrumentId, input.Payload);
                break;
            case RecordType.Trade:
                _gate.Market.OnTrade(RecordCodec.Read(input, _trade));
                break;
            case RecordType.Signal:
                _gate.Market.OnSignal(RecordCodec.Read(input, _signal), _nowNs);
                break;
            case RecordType.FeedStatus:
                _gate.Market.OnFeedStatus(RecordCodec.Read(input, _status), _nowNs);
                break;
            case RecordType.Instrument:
                if (_gate.Books.Find(input.Header.InstrumentId) is { } defined)
                {
                    RecordCodec.Read(input, defined.Definition);
                    _gate.Market.OnDefinition(defined, _nowNs);
                }

                break;
            case RecordType.OrderEvent:
                Revalue(_gate.Execution.OnOrder(RecordCodec.Read(input, _order), _nowNs));
                if (_order.Status.IsFinal() && Flattener.Count > 0)
                {
                    Flattener.OnEnd(_order.ClientOrderId);
                }

                break;
            case RecordType.SessionStatus:
                Flattener.OnStopped(null, RecordCodec.Read(input, _session).StoppedKillGeneration);
                break;
            case RecordType.ScopeStopped:
                RecordCodec.Read(input, _stopped);
                Flattener.OnStopped(ScopeKills.Find(_stopped.Scope, _stopped.ScopeId), _stopped.KillGeneration);
                break;
            case RecordType.Fill:
                Revalue(_gate.Execution.OnFill(RecordCodec.Read(input, _fill), _nowNs));
                Review(output);
                break;
            case RecordType.AccountSnapshot:
                _gate.Execution.OnBalances(RecordCodec.Read(input, _balances));
                break;
            case RecordType.ValueAtRisk:
                _gate.Market.OnValueAtRisk(RecordCodec.Read(input, _valueAtRisk), _nowNs);
                break;
            case RecordType.TimerTick:
                OnTick(RecordCodec.Read(input, _tick), output);
                if (Overrides.IsPending)
                {
                    DecideAgain(output);
                }

                break;
            case RecordType.OverrideCommand:
                if (Overrides.IsPending)
                {
                    DecideAgain(output);
                }

                Overrides.Take(RecordCodec.Read(input, _override), input.Header.Sequence, input.Header.PublishedNs);
                break;
            case RecordType.CarriedState:
                OnCarried(RecordCodec.Read(input, _carriedState), output);
                break;
            case RecordType.ClockOffset:
                _gate.OnClockOffset(RecordCodec.Read(input, _clockOffset));
                break;
            case RecordType.InstanceChanged:
                OnInstance(RecordCodec.Read(input, _instance), output);
                break;
            case RecordType.AccountState:
                OnAccount(RecordCodec.Read(input, _account), output);
                break;
            case RecordType.KillObserved:
                OnKill(RecordCodec.Read(input, _kill), output);
                break;
            case RecordType.ResumeCommand:
                OnResume(RecordCodec.Read(input, _resume), output);
                break;
            case RecordType.ArchiveObserved:
                OnArchive(RecordCodec.Read(input, _archive), output);
                break;
            case RecordType.LimitCommand:
                OnLimit(RecordCodec.Read(input, _limit), input.Header.Sequence, output);
                break;
            case RecordType.ScopeStateCommand:
                OnScopeState(RecordCodec.Read(input, _scopeState), input.Header.Sequence, output);
                break;
            default:
                break;
        }

        if (_gate.Books.Notices.Count > 0 && _notices.Append(_gate.Books.Notices, output))
        {
            // A strategy was disabled: what it was approved a moment ago is not sent any more.
            Say(TradingStateReason.Executions, output, isTighter: true);
        }

        if (Flattener.Count > 0)
        {
            Flatten(output);
        }
    }

    /// <inheritdoc/>
    public void AfterStep(in Record input)
    {
        if (Decided)
        {
            _counters.Decided(_output.LastCommitNs - input.Header.PublishedNs);
        }

        if (_denied != DenialCode.Unspecified)
        {
            _counters.Denied(_denied);
        }

        _counters.Show(this, _gate);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        state.Section("risk");
        state.Write(_nowNs);
        state.Write(_epoch);
        state.Write(_orderCounter);
        state.Write(KillGeneration);
        state.Write(ResumedGeneration);
        state.Write(IsArchiveBehind);
        state.Write(DayStartUtcNs);
        state.Write(_dayPnlBefore);
        state.Write(_pnlAtDayStart);
        state.Write(_lossHalted);
        state.Write(_lossHalts);
        state.Write(Approvals);
        state.Write(Denials);
        state.WriteMessage(_state);
        state.WriteMessage(LastDenial);
        state.Write(CommandSequence);
        state.Write(LimitsSet);
        Overrides.Save(state);
        _notices.Save(state);
        _gate.Save(state);
        Flattener.Save(state);
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        state.Section("risk");
        _nowNs = state.ReadInt64();
        _epoch = state.ReadUInt64();
        _orderCounter = state.ReadUInt32();
        KillGeneration = state.ReadUInt64();
        ResumedGeneration = state.ReadUInt64();
        IsArchiveBehind = state.ReadBoolean();
        DayStartUtcNs = state.ReadInt64();
        _dayPnlBefore = state.ReadInt64();
        _pnlAtDayStart = state.ReadInt64();
        _lossHalted = state.ReadBoolean();
        _lossHalts = state.ReadInt64();
        Approvals = state.ReadInt64();
        Denials = state.ReadInt64();
        state.ReadMessage(_state);
        state.ReadMessage(LastDenial);
        CommandSequence = state.ReadInt64();
        LimitsSet = state.ReadInt64();
        Overrides.Load(state);
        _notices.Load(state);
        _gate.Load(state);
        Flattener.Load(state);
    }

    private void Decide(OrderIntent intent, long originNs, StepOutput output)
    {
        Decided = true;
        _ = Decide(intent, originNs, DenialCode.Unspecified, overrideSequence: 0, out _, output);
    }

    /// <summary>Decides and says it; gives the denial, or unspecified and the order's number.</summary>
    private DenialCode Decide(
        OrderIntent intent, long originNs, DenialCode waived, long overrideSequence, out ulong clientOrderId, StepOutput output)
    {
        clientOrderId = 0;
        TradingStateValue state = _epoch == 0 ? TradingStateValue.Halted : _state.State;
        DenialCode code = _gate.Check(intent, originNs, _nowNs, state, DayPnl, waived);
        if (code != DenialCode.Unspecified)
        {
            Denials++;
            _denied = code;
            long sequence = _decisions.Deny(_gate.LastOrder, code, overrideSequence, output);
            if (code != DenialCode.InstanceNotActive)
            {
                // What only observes is denied at its own pace, and would push out what a person may still name.
                Overrides.Denied.Add(sequence, intent, code);
            }

            return code;
        }

        Approvals++;
        _orderCounter++;
        clientOrderId = (_epoch << 32) | _orderCounter;
        _gate.Reserve(clientOrderId);
        _decisions.Approve(
            intent, clientOrderId, _gate.Books.ApprovalNs, _state.ControlGeneration, KillGeneration, overrideSequence, output);
        return DenialCode.Unspecified;
    }

    /// <summary>A person has named a denial: the order is decided again, as if it were wanted when the command was given.</summary>
    private void DecideAgain(StepOutput output)
    {
        if (Overrides.Begin() is { } denied)
        {
            DenialCode code = Decide(
                denied.Intent, Overrides.GivenNs, denied.Code, Overrides.CommandSequence, out ulong clientOrderId, output);
            if (code == DenialCode.Unspecified)
            {
                Overrides.Approved(clientOrderId);
            }
            else
            {
                Overrides.DeniedAgain(code);
            }
        }

        CommandSequence = Overrides.CommandSequence;
        Overrides.Say(output);
    }

    private void OnKill(KillObserved kill, StepOutput output)
    {
        if (kill.Scope == ScopeKind.Unspecified)
        {
            if (kill.Generation > KillGeneration)
            {
                KillGeneration = kill.Generation;
                Flattener.OnKill(null, kill.Generation, kill.Flatten, _nowNs, output);
            }

            Say(TradingStateReason.Killed, output);
        }
        else if (ScopeKills.Find(kill.Scope, kill.ScopeId) is { } scope && ScopeKills.Kill(scope, kill.Generation, output))
        {
            Flattener.OnKill(scope, kill.Generation, kill.Flatten, _nowNs, output);
            Say(TradingStateReason.Killed, output, isTighter: true);
        }
    }

    private void OnResume(ResumeCommand resume, StepOutput output)
    {
        if (resume.Scope == ScopeKind.Unspecified)
        {
            ResumedGeneration = Math.Max(ResumedGeneration, Math.Min(resume.Generation, KillGeneration));
            Flattener.OnResume(null, ResumedGeneration, output);
            Say(TradingStateReason.Resumed, output);
        }
        else if (ScopeKills.Find(resume.Scope, resume.ScopeId) is { } scope && ScopeKills.Resume(scope, resume.Generation, output))
        {
            Flattener.OnResume(scope, scope.ResumedGeneration, output);
        }
    }

    /// <summary>Sends the next order that flattens, where one may go now. Nothing does before the account is known.</summary>
    private void Flatten(StepOutput output)
    {
        if (_epoch == 0 || IsArchiveBehind || !Flattener.TryNext(_nowNs, output, out FlattenJob job, out FlattenOrder order))
        {
            return;
        }

        _orderCounter++;
        ulong clientOrderId = (_epoch << 32) | _orderCounter;
        _gate.Reserve(order, clientOrderId, _nowNs);
        _decisions.Approve(
            order, job, clientOrderId, _gate.Books.ApprovalNs, _state.ControlGeneration, KillGeneration, output);
        Flattener.Sent(job, clientOrderId);
    }

    private void Revalue(InstrumentRisk? changed)
    {
        if (changed != null)
        {
            _gate.Market.Revalue(changed);
        }
    }

    private void OnLimit(LimitCommand command, long sequence, StepOutput output)
    {
        if (_gate.Books.Scopes.Find(command.Scope, command.ScopeId) is { } scope)
        {
            _gate.SetLimit(
                scope, command.Name, command.IsReset ? scope.Limits.Configured(command.Name) : command.Value, _nowNs);
            LimitsSet++;
        }

        CommandSequence = sequence;
        Review(output);
    }

    private void OnScopeState(ScopeStateCommand command, long sequence, StepOutput output)
    {
        CommandSequence = sequence;
        if (_gate.Books.Scopes.Find(command.Scope, command.ScopeId) is not { } scope ||
            command.State is not (TradingStateValue.Active or TradingStateValue.Reducing or TradingStateValue.Halted))
        {
            return;
        }

        bool isTighter = command.State > scope.State;
        _gate.SetState(scope, command.State);
        _notices.AppendState(scope, TradingStateReason.Commanded, output);
        Say(TradingStateReason.Commanded, output, isTighter);
    }

    /// <summary>
    /// The bridge's word on a strategy instance. One that leaves active has its open orders cancelled: all that it was approved stands
    /// before this in <c>order</c>, and nothing comes after.
    /// </summary>
    private void OnInstance(InstanceChanged changed, StepOutput output)
    {
        if (_gate.Books.FindStrategy(changed.InstanceId) is not { } strategy)
        {
            return;
        }

        bool leaves = strategy.Mode == InstanceMode.Active && changed.Mode != InstanceMode.Active;
        strategy.Mode = changed.Mode;
        strategy.Generation = changed.Generation;
        if (leaves)
        {
            _cancel.InstanceId = changed.InstanceId;
            output.Append(RecordType.CancelOrders, strategy.Instrument.InstrumentId, _cancel);
        }
    }

    private void OnTick(TimerTick tick, StepOutput output)
    {
        _gate.Market.OnTick(tick.UtcNs, _nowNs);
        long day = tick.UtcNs - (tick.UtcNs % DayNs);
        if (DayStartUtcNs != 0 && day > DayStartUtcNs)
        {
            DayStartUtcNs = day;
            _dayPnlBefore = 0;
            _pnlAtDayStart = _gate.Pnl;
            _lossHalted = false;
            _gate.Market.BeginDay(_nowNs);
            Say(TradingStateReason.Resumed, output);
        }

        Review(output);
    }

    private void OnAccount(AccountState account, StepOutput output)
    {
        if (_epoch == 0)
        {
            _epoch = account.Epoch;
            DayStartUtcNs = account.DayStartUtcNs;
            _dayPnlBefore = account.DayRealizedPnl;
        }

        KillGeneration = Math.Max(KillGeneration, account.KillGeneration);
        ResumedGeneration = Math.Max(ResumedGeneration, account.ResumedGeneration);
        bool isTighter = ScopeKills.Take(account, output);
        Say(TradingStateReason.Started, output, isTighter);
    }

    /// <summary>Before the account's state in a run, and then never again: a restart has it in its record.</summary>
    private void OnCarried(CarriedState carried, StepOutput output)
    {
        if (_epoch == 0)
        {
            _carried.Take(carried, _nowNs, scope => _notices.AppendState(scope, TradingStateReason.Carried, output));
        }
    }

    private void OnArchive(ArchiveObserved archive, StepOutput output)
    {
        _gate.OnArchiveLag(archive.LagBytes);
        if (archive.IsBehind == IsArchiveBehind)
        {
            return;
        }

        IsArchiveBehind = archive.IsBehind;
        _gate.Books.Breakers.Holds(BreakerCause.Archive, IsArchiveBehind, 0, IsArchiveBehind ? 1 : 0, _nowNs);
        Say(IsArchiveBehind ? TradingStateReason.ArchiveBehind : TradingStateReason.ArchiveCaughtUp, output);
    }

    /// <summary>Halts where the day has lost too much.</summary>
    private void Review(StepOutput output)
    {
        _gate.Review(DayPnl, _nowNs);
        if (!_lossHalted && -DayPnl >= MostDailyLoss)
        {
            _lossHalted = true;
            _lossHalts++;
            Say(TradingStateReason.DailyLoss, output);
        }
    }

    private long MostDailyLoss => Math.Min(
        _gate.Books.Limits[LimitName.MaxDailyLoss],
        Math.Min(
            _gate.Books.Scopes.Firm.Limits[LimitName.MaxDailyLoss], _gate.Books.Scopes.Venue.Limits[LimitName.MaxDailyLoss]));

    /// <summary>Says the state of everything where it is news. A narrower scope's tighter state only ends young approvals.</summary>
    private void Say(TradingStateReason reason, StepOutput output, bool isTighter = false)
    {
        bool halted = KillGeneration > ResumedGeneration || _lossHalted || IsArchiveBehind || _epoch == 0;
        TradingStateValue value = halted ? TradingStateValue.Halted : _gate.Books.Scopes.Whole;
        if (!isTighter && value == _state.State && KillGeneration == _state.KillGeneration &&
            ResumedGeneration == _state.ResumedGeneration)
        {
            return;
        }

        _state.State = value;
        _state.Reason = reason;
        _state.ControlGeneration++;
        _state.KillGeneration = KillGeneration;
        _state.ResumedGeneration = ResumedGeneration;
        output.Append(RecordType.TradingStateChanged, 0, _state);
    }
}
