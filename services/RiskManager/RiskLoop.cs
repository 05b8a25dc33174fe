using System.Collections.Concurrent;
using Artic.Core.Time;
using Artic.Hosting;
using Artic.Hosting.Hot;
using Artic.Hosting.Limits;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.RiskManager.Carried;
using Artic.RiskManager.Estimates;
using Artic.RiskManager.Kills;
using Artic.RiskManager.Limits;
using Artic.RiskManager.Overrides;
using Artic.RiskManager.Scopes;
using Artic.Streams.Control;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Steps;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>
/// The risk thread. Its edge half puts kills of everything and of parts, resumes and time on record in <c>command</c> and renews the lease; its
/// loop decides. A dead or hung risk manager stops trading by renewing nothing. Thread: the hot one.
/// </summary>
public sealed class RiskLoop : IHotLoop, IStepHandler, ILimitBook, IDisposable
{
    /// <summary>Layout of the state in snapshots: one more with every change of its shape.</summary>
    private const uint StateLayout = 6;

    private const long TickNs = 5_000_000;
    private const long LeaseRenewalNs = 1_000_000;
    private const long LatchPeriodNs = 100_000_000;
    private const long DayNs = 86_400_000_000_000;
    private const int MostPendingCommands = 16;
    private const long PatienceNs = 2_000_000_000;

    private readonly ServiceHost _host;
    private readonly RecordWriter _command;
    private readonly RecordWriter _order;
    private readonly StepLoop _loop;
    private readonly RiskHandler _handler;
    private readonly RiskCounters _counters;
    private readonly AccountFigures _figures;
    private readonly ConcurrentQueue<PendingCommand> _commands = new();
    private readonly ValueAtRiskWatch _valueAtRisk;
    private readonly TimerTick _tick = new();
    private readonly ArchiveObserved _archive = new();
    private readonly ArchiveWatch _archives;
    private readonly KillEdge _kills;
    private readonly StateKeeper _keeper;
    private readonly long _leaseNs;
    private PendingCommand? _commandInHand;
    private long _commandSequence;
    private long _lastTickNs;
    private long _lastRenewalNs;
    private long _shownGeneration = -1;
    private long _lastLatchNs;
    private long _recordedLagBytes;

    /// <param name="host">The process.</param>
    public RiskLoop(ServiceHost host)
    {
        _host = host;
        _leaseNs = host.Options.Risk.LeaseMs * 1_000_000L;
        _counters = new RiskCounters(host.Counters);
        _command = host.OpenWriter(StreamId.Command);
        _order = host.OpenWriter(StreamId.Order);
        StepOutput output = new(_order);
        Gate = new RiskGate(host.Options);
        _figures = new AccountFigures(host.Counters, Gate.Books);
        _handler = new RiskHandler(Gate, _counters, output);
        _valueAtRisk = new ValueAtRiskWatch(host.Options.Risk.ValueAtRisk, Gate.Books);
        _keeper = new StateKeeper(host, Gate.Books);
        _loop = host.OpenLoop(Around(this), output);
        _archives = new ArchiveWatch(host);
        _kills = new KillEdge(host, _handler, _command);
        Overrides = new OverrideDesk(this);
        host.Housekeeper.Add(Watch);

        // Not by the market: it is read before any intent that it caused, and every tick; a wake for each quote would
        // only cost the core.
        host.Doorbells.Subscribe(ConsumerId.RiskManager, StreamId.Signal);
        host.Doorbells.Subscribe(ConsumerId.RiskManager, StreamId.Execution);
    }

    /// <summary>What decides.</summary>
    public static LoopParts Make(PipelineOptions options, CountersFile counters, StepOutput output) =>
        Around(new RiskHandler(new RiskGate(options), new RiskCounters(counters), output));

    /// <summary>The checks.</summary>
    public RiskGate Gate { get; }

    /// <summary>The decisions.</summary>
    public RiskHandler Handler => _handler;

    /// <summary>Why no order can pass, or null.</summary>
    public string? NotReady() =>
        _handler.State.State == TradingStateValue.Active ? null : $"the trading state is {_handler.State.State}";

    /// <inheritdoc/>
    public void Prepare()
    {
        _host.Rebuild(_loop, StreamId.Order);
        long utc = Clock.UtcNs();
        long day = utc - (utc % DayNs);
        Tick(Clock.MonotonicNs());
        if (!_handler.HasBegun && _keeper.Carried(day) is { } carried)
        {
            _command.Append(RecordType.CarriedState, carried);
        }

        AccountState account = _kills.AtStart();
        account.Epoch = (ulong)_host.Options.Epoch;
        account.DayStartUtcNs = day;
        account.DayRealizedPnl = _keeper.DayPnlOf(day);
        _command.Append(RecordType.AccountState, account);
        _command.Commit(Clock.MonotonicNs());
        _recordedLagBytes = Gate.Books.Surroundings.ArchiveLagBytes;
        _keeper.Start();
    }

    /// <inheritdoc/>
    public bool Turn()
    {
        long now = Clock.MonotonicNs();
        if (now - _lastTickNs >= TickNs && (!_loop.HasInput() || now - _lastTickNs >= 2 * TickNs))
        {
            // The time can wait for an intent, but not for ever.
            Tick(now);
        }

        _kills.Observe(now);
        if (ArchiveIsNews())
        {
            _archive.IsBehind = _archives.IsBehind;
            _archive.LagBytes = _recordedLagBytes = _archives.LagBytes;
            _command.Append(RecordType.ArchiveObserved, _archive);
            _command.Commit(now);
        }

        if (_commandInHand == null && _commands.TryDequeue(out PendingCommand? command) && command.TryTake())
        {
            _command.Append(command.Type, command.Message);
            _command.Commit(now);
            _commandInHand = command;
            _commandSequence = _command.LastSequence;
        }

        if (_valueAtRisk.IsReady)
        {
            _command.Append(RecordType.ValueAtRisk, _valueAtRisk.Result);
            _command.Commit(now);
            _valueAtRisk.Taken();
        }

        bool worked = _loop.Turn();
        if (_commandInHand != null && _handler.CommandSequence >= _commandSequence)
        {
            if (_commandInHand.Type == RecordType.OverrideCommand)
            {
                _commandInHand.Decided(_handler.Overrides.LastDecided);
            }

            _commandInHand.Done(_commandSequence);
            _commandInHand = null;
        }

        if (now - _lastRenewalNs >= LeaseRenewalNs)
        {
            // The loop itself renews, after it has worked: a hung loop lets the lease lapse.
            _lastRenewalNs = now;
            _host.RiskPage.LeaseExpiryNs = BootClock.NowNs() + _leaseNs;
        }

        return worked;
    }

    /// <inheritdoc/>
    public bool HasInput() =>
        _loop.HasInput() || _kills.HasInput || !_commands.IsEmpty || ArchiveIsNews();

    /// <inheritdoc/>
    public string Scopes => Gate.Books.Scopes.Names;

    /// <inheritdoc/>
    public bool TryFindScope(string text, out ScopeKind scope, out uint scopeId)
    {
        Scope? found = Gate.Books.Scopes.Find(text);
        scope = found?.Kind ?? default;
        scopeId = found?.Id ?? 0;
        return found != null;
    }

    /// <inheritdoc/>
    public long? ValueOf(LimitName limit, ScopeKind scope, uint scopeId) =>
        Gate.Books.Scopes.Find(scope, scopeId)?.Limits[limit] is { } value && value != LimitSet.None ? value : null;

    /// <inheritdoc/>
    public long? ConfiguredOf(LimitName limit, ScopeKind scope, uint scopeId) =>
        Gate.Books.Scopes.Find(scope, scopeId)?.Limits.Configured(limit) is { } value && value != LimitSet.None ? value : null;

    /// <summary>Who has set a limit, and why; nothing where that is not known.</summary>
    public (string By, string Reason) WhoSet(string scope, LimitName limit) => _keeper.WhoSet(scope, limit);

    /// <inheritdoc/>
    public long Record(LimitCommand command, out string? refusal)
    {
        long sequence = Record(new PendingCommand(RecordType.LimitCommand, command), "LIMIT", out refusal);
        refusal ??= _keeper.Keep(command) == null ? null : "LIMIT_NOT_KEPT";
        return sequence;
    }

    /// <summary>The same with the state of a scope; the codes begin with STATE.</summary>
    public long Record(ScopeStateCommand command, out string? refusal)
    {
        long sequence = Record(new PendingCommand(RecordType.ScopeStateCommand, command), "STATE", out refusal);
        refusal ??= _keeper.Keep(command) == null ? null : "STATE_NOT_KEPT";
        return sequence;
    }

    /// <summary>Takes overrides of denied orders.</summary>
    public OverrideDesk Overrides { get; }

    /// <summary>Has a denied order decided again; the codes begin with OVERRIDE. Gives what became of it.</summary>
    public long Record(
        OverrideCommand command, out OverrideOutcome outcome, out DenialCode denial, out ulong clientOrderId, out string? refusal)
    {
        PendingCommand pending = new(RecordType.OverrideCommand, command);
        long sequence = Record(pending, "OVERRIDE", out refusal);
        (outcome, denial, clientOrderId) = (pending.Outcome, pending.Denial, pending.ClientOrderId);
        return sequence;
    }

    /// <inheritdoc/>
    public void Handle(in Record input, StepOutput output) => _handler.Handle(input, output);

    /// <inheritdoc/>
    public void AfterStep(in Record input)
    {
        // Before the next step: what that approves stands under a state that the page shows.
        ShowState();
        _kills.Show();
        _handler.AfterStep(input);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state) => _handler.Save(state);

    /// <inheritdoc/>
    public void Load(StateReader state) => _handler.Load(state);

    /// <inheritdoc/>
    public void Rehearse()
    {
        // Its checks are short; the wake itself warms the kernel's part.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _host.RiskPage.LeaseExpiryNs = 0;
        _keeper.Dispose();
        if (_handler.HasBegun)
        {
            _keeper.WriteLast(_handler.DayStartUtcNs, _handler.DayPnl);
        }

        _archives.Dispose();
        _command.Dispose();
        _order.Dispose();
    }

    /// <summary>
    /// The archive is behind or is not any more, or what waits for it has passed its limit or changed by a sixteenth of that.
    /// </summary>
    private bool ArchiveIsNews()
    {
        long limit = Gate.Books.Limits[LimitName.ArchiveLagBytes];
        long lag = _archives.LagBytes;
        return _archives.IsBehind != _handler.IsArchiveBehind || lag > limit != _recordedLagBytes > limit ||
            Math.Abs(lag - _recordedLagBytes) > limit / 16;
    }

    private long Record(PendingCommand pending, string what, out string? refusal)
    {
        refusal = null;
        if (_commands.Count >= MostPendingCommands)
        {
            refusal = $"{what}_BUSY";
            return 0;
        }

        _commands.Enqueue(pending);
        _host.Doorbells.Ring(ConsumerId.RiskManager);
        if (!Poll.Until(() => pending.Sequence != 0, PatienceNs) && pending.TryGiveUp())
        {
            refusal = $"{what}_NOT_TAKEN";
        }
        else if (!Poll.Until(() => pending.Sequence != 0, PatienceNs))
        {
            // The loop has taken it and has ended or hangs: only the record can tell.
            refusal = $"{what}_UNCONFIRMED";
        }

        return pending.Sequence;
    }

    private static LoopParts Around(IStepHandler handler) => new()
    {
        Handler = handler,
        Output = StreamId.Order,
        Inputs = [StreamId.Command, StreamId.Execution, StreamId.Market, StreamId.Signal],

        // An intent that is looked at before the time of now would seem young.
        Edge = StreamId.Command,
        StateLayout = StateLayout,
    };

    /// <summary>Looks at what others say outside the streams. Thread: housekeeping.</summary>
    private void Watch()
    {
        long now = Clock.MonotonicNs();
        if (_valueAtRisk.Watch(now))
        {
            _host.Doorbells.Ring(ConsumerId.RiskManager);
        }

        if (now - _lastLatchNs >= LatchPeriodNs)
        {
            _lastLatchNs = now;
            _kills.Watch();
            _archives.Watch();
            _figures.Show(_handler.DayPnl, now);
        }
    }

    private void Tick(long now)
    {
        _lastTickNs = now;
        _tick.UtcNs = Clock.UtcNs();
        _command.Append(RecordType.TimerTick, _tick);
        _command.Commit(now);
        _counters.ShowDay(_handler.DayPnl);
        if (_handler.HasBegun)
        {
            _keeper.Copies.Work(_handler.DayStartUtcNs, _handler.DayPnl);
        }
    }

    /// <summary>The page says what the stream has said, never before it.</summary>
    private void ShowState()
    {
        TradingStateChanged state = _handler.State;
        if ((long)state.ControlGeneration != _shownGeneration)
        {
            _shownGeneration = (long)state.ControlGeneration;
            _host.RiskPage.ResumedGeneration = (long)state.ResumedGeneration;
            _host.RiskPage.State = (TradingState)state.State;
            _host.RiskPage.ControlGeneration = _shownGeneration;
        }
    }
}
