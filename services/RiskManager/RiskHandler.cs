using Artic.Messaging.Records;
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
    private readonly RiskLimits _limits;
    private readonly RiskCounters _counters;
    private readonly StepOutput _output;
    private readonly OrderIntent _intent = new();
    private readonly Quote _quote = new();
    private readonly FeedStatus _status = new();
    private readonly OrderEvent _order = new();
    private readonly Fill _fill = new();
    private readonly TimerTick _tick = new();
    private readonly AccountState _account = new();
    private readonly KillObserved _kill = new();
    private readonly ResumeCommand _resume = new();
    private readonly ArchiveObserved _archive = new();
    private readonly LimitCommand _limit = new();
    private readonly OrderApproved _approved = new();
    private readonly OrderDenied _denied = new();
    private readonly TradingStateChanged _state = new();
    private long _nowNs;
    private ulong _epoch;
    private uint _orderCounter;
    private long _dayPnlBefore;
    private long _pnlAtDayStart;
    private bool _lossHalted;

    /// <param name="gate">The checks.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="counters">Where totals are shown.</param>
    /// <param name="output">Whose commits are timed.</param>
    public RiskHandler(RiskGate gate, RiskLimits limits, RiskCounters counters, StepOutput output)
    {
        _output = output;
        _gate = gate;
        _limits = limits;
        _counters = counters;
    }

    /// <summary>The last state that was said.</summary>
    public TradingStateChanged State => _state;

    /// <summary>Highest kill generation that was recorded.</summary>
    public ulong KillGeneration { get; private set; }

    /// <summary>Highest kill generation that a person resumed.</summary>
    public ulong ResumedGeneration { get; private set; }

    /// <summary>A stream cannot be archived: nothing new is begun.</summary>
    public bool IsArchiveBehind { get; private set; }

    /// <summary>UTC midnight of the day in hand; 0 before the account's state is known.</summary>
    public long DayStartUtcNs { get; private set; }

    /// <summary>Result of the day at the mid, fees off, at scale 8.</summary>
    public long DayPnl => _dayPnlBefore + _gate.Pnl - _pnlAtDayStart;

    /// <summary>Orders that passed.</summary>
    public long Approvals { get; private set; }

    /// <summary>Intents that did not.</summary>
    public long Denials { get; private set; }

    /// <summary>Times that a breaker has opened by itself: the loss of the day, an archive that is behind.</summary>
    public long BreakerTrips { get; private set; }

    /// <summary>Sequence in <c>command</c> of the last limit that was set; 0: none.</summary>
    public long LimitSequence { get; private set; }

    /// <summary>Limits that were set in this run.</summary>
    public long LimitsSet { get; private set; }

    /// <summary>The last denial, for people.</summary>
    public OrderDenied LastDenial => _denied;

    /// <summary>The step in hand decided on an intent.</summary>
    public bool Decided { get; private set; }

    /// <inheritdoc/>
    public void Handle(in Record input, StepOutput output)
    {
        Decided = false;
        _nowNs = Math.Max(_nowNs, input.Header.PublishedNs);
        switch (RecordCodec.TypeOf(input))
        {
            case RecordType.OrderIntent:
                Decide(RecordCodec.Read(input, _intent), input.Header.OriginNs, output);
                break;
            case RecordType.Quote:
                _gate.OnQuote(RecordCodec.Read(input, _quote), input.Header.OriginNs);
                break;
            case RecordType.FeedStatus:
                RecordCodec.Read(input, _status);
                if (_gate.Find(_status.InstrumentId) is { } instrument)
                {
                    instrument.IsLive = _status.State == FeedState.Live;
                    instrument.QuoteNs = instrument.IsLive ? instrument.QuoteNs : 0;
                }

                break;
            case RecordType.Instrument:
                _ = _gate.Find(input.Header.InstrumentId) is { } defined
                    ? RecordCodec.Read(input, defined.Definition)
                    : null;
                break;
            case RecordType.OrderEvent:
                _gate.OnOrder(RecordCodec.Read(input, _order));
                break;
            case RecordType.Fill:
                _gate.OnFill(RecordCodec.Read(input, _fill));
                Review(output);
                break;
            case RecordType.TimerTick:
                OnTick(RecordCodec.Read(input, _tick), output);
                break;
            case RecordType.AccountState:
                OnAccount(RecordCodec.Read(input, _account), output);
                break;
            case RecordType.KillObserved:
                KillGeneration = Math.Max(KillGeneration, RecordCodec.Read(input, _kill).Generation);
                Say(TradingStateReason.Killed, output);
                break;
            case RecordType.ResumeCommand:
                RecordCodec.Read(input, _resume);
                ResumedGeneration = Math.Max(ResumedGeneration, Math.Min(_resume.Generation, KillGeneration));
                Say(TradingStateReason.Resumed, output);
                break;
            case RecordType.ArchiveObserved:
                OnArchive(RecordCodec.Read(input, _archive), output);
                break;
            case RecordType.LimitCommand:
                RecordCodec.Read(input, _limit);
                _gate.SetLimit(_limit.Name, _limit.Value, _nowNs);
                LimitsSet++;
                LimitSequence = input.Header.Sequence;
                Review(output);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void AfterStep(in Record input)
    {
        if (Decided)
        {
            _counters.Decided(_output.LastCommitNs - input.Header.PublishedNs);
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
        state.Write(Approvals);
        state.Write(Denials);
        state.Write(BreakerTrips);
        state.WriteMessage(_state);
        state.WriteMessage(_denied);
        state.Write(LimitSequence);
        state.Write(LimitsSet);
        _limits.Save(state);
        _gate.Save(state);
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
        Approvals = state.ReadInt64();
        Denials = state.ReadInt64();
        BreakerTrips = state.ReadInt64();
        state.ReadMessage(_state);
        state.ReadMessage(_denied);
        LimitSequence = state.ReadInt64();
        LimitsSet = state.ReadInt64();
        _limits.Load(state);
        _gate.Load(state);
    }

    private void Decide(OrderIntent intent, long originNs, StepOutput output)
    {
        Decided = true;
        TradingStateValue state = _epoch == 0 ? TradingStateValue.Halted : _state.State;
        DenialCode code = _gate.Check(intent, originNs, _nowNs, state, DayPnl, out long limit, out long actual);
        if (code != DenialCode.Unspecified)
        {
            Denials++;
            _denied.InstanceId = intent.InstanceId;
            _denied.InstrumentId = intent.InstrumentId;
            _denied.Side = intent.Side;
            _denied.Quantity = intent.Quantity;
            _denied.Price = intent.Price;
            _denied.Code = code;
            _denied.Limit = limit;
            _denied.Actual = actual;
            output.Append(RecordType.OrderDenied, intent.InstrumentId, _denied);
            return;
        }

        Approvals++;
        _orderCounter++;
        _approved.ClientOrderId = (_epoch << 32) | _orderCounter;
        _approved.InstanceId = intent.InstanceId;
        _approved.InstrumentId = intent.InstrumentId;
        _approved.Side = intent.Side;
        _approved.Type = intent.Type;
        _approved.TimeInForce = intent.TimeInForce;
        _approved.Quantity = intent.Quantity;
        _approved.Price = intent.Price;
        _approved.ExpireAfterMs = intent.ExpireAfterMs;
        _approved.ValidForNs = _limits.ApprovalNs;
        _approved.ControlGeneration = _state.ControlGeneration;
        _approved.KillGeneration = KillGeneration;
        _gate.Reserve(_approved.ClientOrderId, intent);
        output.Append(RecordType.OrderApproved, intent.InstrumentId, _approved);
    }

    private void OnTick(TimerTick tick, StepOutput output)
    {
        long day = tick.UtcNs - (tick.UtcNs % DayNs);
        if (DayStartUtcNs != 0 && day > DayStartUtcNs)
        {
            DayStartUtcNs = day;
            _dayPnlBefore = 0;
            _pnlAtDayStart = _gate.Pnl;
            _lossHalted = false;
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
        Say(TradingStateReason.Started, output);
    }

    private void OnArchive(ArchiveObserved archive, StepOutput output)
    {
        if (archive.IsBehind && !IsArchiveBehind)
        {
            BreakerTrips++;
        }

        IsArchiveBehind = archive.IsBehind;
        Say(IsArchiveBehind ? TradingStateReason.ArchiveBehind : TradingStateReason.ArchiveCaughtUp, output);
    }

    /// <summary>Halts where the day has lost too much.</summary>
    private void Review(StepOutput output)
    {
        if (!_lossHalted && -DayPnl >= _limits.MaxDailyLoss)
        {
            _lossHalted = true;
            BreakerTrips++;
            Say(TradingStateReason.DailyLoss, output);
        }
    }

    private void Say(TradingStateReason reason, StepOutput output)
    {
        bool halted = KillGeneration > ResumedGeneration || _lossHalted || IsArchiveBehind || _epoch == 0;
        TradingStateValue value = halted ? TradingStateValue.Halted : TradingStateValue.Active;
        if (value == _state.State && KillGeneration == _state.KillGeneration && ResumedGeneration == _state.ResumedGeneration)
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
