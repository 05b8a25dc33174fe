using Artic.ExecutionEngine.Binance;
using Artic.ExecutionEngine.Kills;
using Artic.ExecutionEngine.Orders;
using Artic.Hosting.Kill;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.ExecutionEngine;

/// <summary>
/// Takes approvals, what the gate looked like, time, and the venue's words; says order events, fills and account
/// snapshots, and decides which requests leave. SUBMITTED is on record before the first byte; an order whose outcome is
/// unknown is asked for and never sent again. Thread: the hot thread. Allocates nothing in steady state.
/// </summary>
public sealed class ExecutionHandler : IStepHandler
{
    private const long AskAgainNs = 500_000_000;
    private const long AccountPeriodNs = 1_000_000_000;

    private const long RateHoldNs = 5_000_000_000;
    private const long BanHoldNs = 120_000_000_000;

    private const int TooManyRequests = -1003;
    private const int NoSuchOrder = -2013;
    private const int UnexpectedResponse = -1006;
    private const int Timeout = -1007;

    private readonly OrderLedger _ledger = new();
    private readonly KillState _kills = new();
    private readonly RequestBudget _budget;
    private readonly OrderCancels _cancels;
    private readonly PositionBook _positions;
    private readonly ApprovalGate _approvals;
    private readonly StoppedScopes _stoppedScopes;
    private readonly OpenOrderComparison _comparison;
    private readonly Action<OrderState, StepOutput> _say;
    private readonly InstrumentOptions[] _instruments;
    private readonly int[] _placeById;
    private readonly uint[] _unsettledById;
    private readonly ulong[] _baseAssets;
    private readonly ulong[] _quoteAssets;
    private readonly long _receiveWindowNs;
    private readonly List<VenueAction> _actions = new(OrderLedger.Capacity);
    private readonly VenueMessage _message = new();
    private readonly OrderApproved _approved = new();
    private readonly OrderDenied _denied = new();
    private readonly GateObserved _gate = new();
    private readonly RequestSent _sent = new();
    private readonly RequestWithheld _withheld = new();
    private readonly ConnectionChanged _connection = new();
    private readonly KillObserved _kill = new();
    private readonly ScopeKilled _scopeKilled = new();
    private readonly CancelOrders _cancelOrders = new();
    private readonly EngineStarted _started = new();
    private readonly OrderEvent _event = new();
    private readonly Fill _fill = new();
    private readonly AccountSnapshot _snapshot = new();
    private readonly OpenOrdersCompared _compared = new();
    private readonly ReconcileAsked _reconcile = new();
    private readonly SessionStatus _session = new();
    private readonly TimerTick _tick = new();
    private readonly VenueClock _clock = new();
    private long _nowNs;
    private long _receivedNs;
    private long _lastAccountNs;
    private bool _connected;

    /// <param name="instruments">What is traded.</param>
    /// <param name="receiveWindowMs">After this the venue refuses a request.</param>
    /// <param name="weightPerMinute">Weight of requests that the venue allows in a minute.</param>
    public ExecutionHandler(List<InstrumentOptions> instruments, int receiveWindowMs, int weightPerMinute)
    {
        _instruments = [.. instruments];
        int largestId = 0;
        instruments.ForEach(instrument => largestId = Math.Max(largestId, instrument.Id));
        _placeById = new int[largestId + 1];
        _unsettledById = new uint[largestId + 1];
        Array.Fill(_placeById, -1);
        for (int i = 0; i < _instruments.Length; i++)
        {
            _placeById[_instruments[i].Id] = i;
        }

        _baseAssets = Array.ConvertAll(_instruments, x => AssetName.Pack(System.Text.Encoding.ASCII.GetBytes(x.BaseAsset)));
        _quoteAssets = Array.ConvertAll(_instruments, x => AssetName.Pack(System.Text.Encoding.ASCII.GetBytes(x.QuoteAsset)));
        _receiveWindowNs = (receiveWindowMs * 1_000_000L) + KillProcedure.WindowMarginNs;
        _budget = new RequestBudget(weightPerMinute);
        _positions = new PositionBook(_instruments.Length);
        uint[] instrumentIds = Array.ConvertAll(_instruments, x => (uint)x.Id);
        _cancels = new OrderCancels(_ledger, _kills, _budget, _actions, instrumentIds, InstrumentAt);
        _comparison = new OpenOrderComparison(_ledger, instrumentIds);
        _approvals = new ApprovalGate(_gate, _ledger, _kills, _positions, _budget, InstrumentAt);
        _stoppedScopes = new StoppedScopes(_ledger, _kills);
        _say = (order, output) => Say(order, output);
    }

    /// <summary>Requests of the step in hand, in their order.</summary>
    public IReadOnlyList<VenueAction> Actions => _actions;

    /// <summary>Totals.</summary>
    public ExecutionTotals Totals { get; } = new();

    /// <summary>Open orders here against those at the venue.</summary>
    public OpenOrderComparison Comparison => _comparison;

    /// <summary>Orders that are not over.</summary>
    public int OpenOrders => _ledger.OpenCount;

    /// <summary><see cref="VenueClock.BehindNs"/>.</summary>
    public long VenueBehindNs => _clock.BehindNs;

    /// <summary>A request older than this is taken by the venue no more, by whichever clock.</summary>
    private long WindowNs => _receiveWindowNs + _clock.BehindNs;

    /// <summary>The account's events arrive: orders may be sent.</summary>
    public bool SessionReady { get; private set; }

    /// <summary>From the write of an order to the answer in hand; 0 where the step in hand is none.</summary>
    public long PlacementNs { get; private set; }

    /// <summary>What is killed.</summary>
    public KillState Kills => _kills;

    /// <summary>Processes that have gone on with this run.</summary>
    public uint Session { get; private set; }

    /// <inheritdoc/>
    public void Handle(in Record input, StepOutput output)
    {
        _actions.Clear();
        PlacementNs = 0;
        _receivedNs = input.Header.OriginNs;
        _nowNs = Math.Max(_nowNs, input.Header.PublishedNs);
        switch (RecordCodec.TypeOf(input))
        {
            case RecordType.OrderApproved:
                OnApproved(RecordCodec.Read(input, _approved), input.Header.PublishedNs, input.Header.OriginNs, output);
                break;
            case RecordType.OrderDenied:
                OnDenied(RecordCodec.Read(input, _denied), output);
                break;
            case RecordType.GateObserved:
                RecordCodec.Read(input, _gate);
                _kills.Resumed = _gate.ResumedGeneration;
                break;
            case RecordType.RequestSent:
                OnSent(RecordCodec.Read(input, _sent), output);
                if (_sent.Kind == RequestKind.Time)
                {
                    _clock.Sent(input.Header.PublishedNs, _sent.Failed);
                }

                break;
            case RecordType.RequestWithheld:
                RecordCodec.Read(input, _withheld);
                if (_ledger.Find(_withheld.ClientOrderId) is { } withheld)
                {
                    withheld.IsAnswered = true;
                    Totals.Submitted--;
                    Totals.Flatten -= withheld.Approved.FlattenGeneration > 0 ? 1 : 0;
                    Finish(withheld, OrderStatus.Denied, _withheld.Code, 0, output);
                }

                break;
            case RecordType.RawFrame:
                OnVenue(RecordCodec.ReadFrame(input, out _), output);
                break;
            case RecordType.ConnectionChanged:
                OnConnection(RecordCodec.Read(input, _connection).State == ConnectionState.Connected, output);
                break;
            case RecordType.EngineStarted:
                Session = RecordCodec.Read(input, _started).Session;
                OnConnection(connected: false, output);
                break;
            case RecordType.KillObserved:
                _kills.Kill(RecordCodec.Read(input, _kill).Generation);
                CancelKilled(output);
                break;
            case RecordType.ScopeKilled:
                _kills.Set(RecordCodec.Read(input, _scopeKilled));
                CancelKilled(output);
                break;
            case RecordType.ReconcileAsked:
                _comparison.Begin(RecordCodec.Read(input, _reconcile).Request, _nowNs);
                _lastAccountNs = 0;
                break;
            case RecordType.CancelOrders:
                CancelOf(RecordCodec.Read(input, _cancelOrders).InstanceId, output);
                break;
            case RecordType.TimerTick:
                if (_clock.Tick(RecordCodec.Read(input, _tick).UtcNs, input.Header.PublishedNs, SessionReady) &&
                    _budget.TrySpend(RequestKind.Time, _nowNs))
                {
                    _actions.Add(new VenueAction(RequestKind.Time, null));
                }

                OnTick(output);
                break;
            default:
                break;
        }

        ReportStopped(output);
        _stoppedScopes.Report(output);
    }

    /// <inheritdoc/>
    public void AfterStep(in Record input)
    {
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        state.Section("execution");
        state.Write(_nowNs);
        state.Write(_lastAccountNs);
        state.Write(_connected);
        state.Write(SessionReady);
        state.Write(Session);
        state.WriteMessage(_gate);
        _clock.Save(state);
        Totals.Save(state);
        _ledger.Save(state);
        _kills.Save(state);
        _budget.Save(state);
        _cancels.Save(state);
        _positions.Save(state);
        _comparison.Save(state);
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        state.Section("execution");
        _nowNs = state.ReadInt64();
        _lastAccountNs = state.ReadInt64();
        _connected = state.ReadBoolean();
        SessionReady = state.ReadBoolean();
        Session = state.ReadUInt32();
        state.ReadMessage(_gate);
        _clock.Load(state);
        Totals.Load(state);
        _ledger.Load(state);
        _kills.Load(state);
        _budget.Load(state);
        _cancels.Load(state);
        _positions.Load(state);
        _comparison.Load(state);
    }

    private void OnApproved(OrderApproved approved, long approvedNs, long originNs, StepOutput output)
    {
        DenialCode denial = _approvals.Look(approved, approvedNs, SessionReady, _nowNs);
        if (denial != DenialCode.Unspecified)
        {
            Totals.Denied++;
            _event.Reset();
            Describe(approved);
            _event.Status = OrderStatus.Denied;
            _event.Denial = denial;
            output.Append(RecordType.OrderEvent, approved.InstrumentId, _event);
            return;
        }

        OrderState order = _ledger.Add(approved, originNs, _nowNs);
        Totals.Submitted++;
        Totals.Flatten += approved.FlattenGeneration > 0 ? 1 : 0;
        Say(order, output);
        _actions.Add(new VenueAction(RequestKind.Place, order));
    }

    /// <summary>A denial of the risk manager is repeated here, so that one stream tells the fate of every intent.</summary>
    private void OnDenied(OrderDenied denied, StepOutput output)
    {
        Totals.Denied++;
        _event.Reset();
        _event.InstanceId = denied.InstanceId;
        _event.InstrumentId = denied.InstrumentId;
        _event.Side = denied.Side;
        _event.Quantity = denied.Quantity;
        _event.Price = denied.Price;
        _event.Status = OrderStatus.Denied;
        _event.Denial = denied.Code;
        output.Append(RecordType.OrderEvent, denied.InstrumentId, _event);
    }

    private void OnSent(RequestSent sent, StepOutput output)
    {
        if (sent.Kind != RequestKind.Place || _ledger.Find(sent.ClientOrderId) is not { IsAnswered: false } order)
        {
            return;
        }

        order.WrittenNs = sent.WrittenNs;
        if (sent.Failed)
        {
            order.Status = OrderStatus.Unknown;
            Say(order, output);
        }
    }

    private void OnConnection(bool connected, StepOutput output)
    {
        bool wasReady = SessionReady;
        _connected = connected;
        SessionReady = false;
        _clock.Disconnect();
        _cancels.Forget();
        if (connected)
        {
            _budget.Spend(RequestKind.Subscribe, _nowNs);
            _actions.Add(new VenueAction(RequestKind.Subscribe, null));
            return;
        }

        for (int i = 0; i < _ledger.OpenCount; i++)
        {
            OrderState order = _ledger.OpenAt(i);
            order.CancelRequested = false;
            order.LastAskedNs = 0;
            if (order.Status != OrderStatus.Unknown)
            {
                order.Status = OrderStatus.Unknown;
                Say(order, output);
            }
        }

        if (wasReady)
        {
            SaySession(output);
        }
    }

    private void CancelKilled(StepOutput output)
    {
        if (SessionReady && _ledger.OpenCount > 0 && _kills.IsAnythingKilled)
        {
            _cancels.CancelKilled(_nowNs, output, _say);
        }
    }

    /// <summary>A strategy instance may not act any more: what it has open goes, now or with the first tick that lets it; not what flattens.</summary>
    private void CancelOf(uint instanceId, StepOutput output)
    {
        for (int i = _ledger.OpenCount - 1; i >= 0; i--)
        {
            OrderState order = _ledger.OpenAt(i);
            if (order.Approved.InstanceId == instanceId && order.Approved.FlattenGeneration == 0)
            {
                order.IsUnwanted = true;
                Cancel(order, output);
            }
        }
    }

    private void OnTick(StepOutput output)
    {
        for (int i = _ledger.OpenCount - 1; i >= 0; i--)
        {
            Review(_ledger.OpenAt(i), output);
        }

        CancelKilled(output);
        if (SessionReady && _nowNs - _lastAccountNs >= AccountPeriodNs && _budget.TrySpend(RequestKind.Account, _nowNs))
        {
            _lastAccountNs = _nowNs;
            _actions.Add(new VenueAction(RequestKind.Account, null));
        }

        if (SessionReady && _comparison.Due(_nowNs) is > 0 and uint instrumentId && _budget.TrySpend(RequestKind.OpenOrders, _nowNs))
        {
            _comparison.Asked(_nowNs);
            _actions.Add(new VenueAction(RequestKind.OpenOrders, null, instrumentId));
        }
    }

    /// <summary>What time does to an order: its window passes, it expires, it is asked for again.</summary>
    private void Review(OrderState order, StepOutput output)
    {
        long age = _nowNs - order.SubmittedNs;
        if (!order.IsAnswered && age > WindowNs)
        {
            // The request can no longer be accepted; whether it was is asked.
            order.IsAnswered = true;
            if (order.Status != OrderStatus.Unknown)
            {
                order.Status = OrderStatus.Unknown;
                Say(order, output);
            }
        }

        bool askable = _nowNs - order.LastAskedNs >= AskAgainNs;
        if (askable && order.FinalStatus != OrderStatus.Unspecified)
        {
            Ask(RequestKind.Trades, order);
        }
        else if (askable && (order.Status == OrderStatus.Unknown || order.CancelRequested))
        {
            Ask(RequestKind.Status, order);
        }
        else if (order.IsUnwanted ||
            (order.Approved.ExpireAfterMs > 0 && age >= order.Approved.ExpireAfterMs * 1_000_000L))
        {
            Cancel(order, output);
        }
    }

    /// <summary>Asks about an order, or leaves that to a later look where the venue's rate is used up.</summary>
    private void Ask(RequestKind kind, OrderState order)
    {
        if (SessionReady && _budget.TrySpend(kind, _nowNs))
        {
            order.LastAskedNs = _nowNs;
            _actions.Add(new VenueAction(kind, order));
        }
    }

    private void Cancel(OrderState order, StepOutput output)
    {
        if (SessionReady && _cancels.TryCancel(order, _nowNs))
        {
            Say(order, output);
        }
    }

    private void OnVenue(ReadOnlySpan<byte> frame, StepOutput output)
    {
        if (!VenueCodec.TryParse(frame, _message))
        {
            Totals.Malformed++;
            return;
        }

        if (_message.RequestId.Length > 2)
        {
            OnAnswer(output);
        }
        else if (_message.IsExecutionReport)
        {
            OnReport(output);
        }
    }

    private void OnAnswer(StepOutput output)
    {
        byte kind = _message.RequestId[0];
        bool good = _message.Status == 200;
        if (_message.Status is 418 or 429 || _message.ErrorCode == TooManyRequests)
        {
            _budget.HoldUntil(_nowNs + (_message.Status == 418 ? BanHoldNs : RateHoldNs));
        }

        if (kind == (byte)'u')
        {
            SessionReady = good && _connected;
            _lastAccountNs = 0;
            _comparison.Begin(_nowNs);
            SaySession(output);
            return;
        }

        if (kind == (byte)'a')
        {
            if (good)
            {
                OnAccount(output);
            }

            return;
        }

        if (kind == (byte)'w')
        {
            if (good && _clock.Answered(_message.TimeNs, _receivedNs))
            {
                output.Append(RecordType.ClockOffset, 0, _clock.Offset);
            }

            return;
        }

        if (kind == (byte)'x')
        {
            if (RequestWriter.TryReadInstrument(_message.RequestId[2..], out uint instrumentId))
            {
                _cancels.OnAllAnswer(instrumentId, good);
                CancelKilled(output);
            }

            return;
        }

        if (kind == (byte)'o')
        {
            if (RequestWriter.TryReadInstrument(_message.RequestId[2..], out uint instrumentId))
            {
                OnOpenOrders(instrumentId, output);
            }

            return;
        }

        if (!ClientOrderId.TryParse(_message.RequestId[2..], out ulong id) || _ledger.Find(id) is not { } order)
        {
            return;
        }

        switch (kind)
        {
            case (byte)'p':
                OnPlaceAnswer(order, good, output);
                break;
            case (byte)'c':
                if (good)
                {
                    Apply(order, output);
                }
                else
                {
                    // Filled or gone before the cancel came: the venue is asked which.
                    Ask(RequestKind.Status, order);
                }

                break;
            case (byte)'q':
                OnStatusAnswer(order, good, output);
                break;
            case (byte)'t':
                ApplyTrades(order, output);
                Settle(order, output);
                break;
            default:
                break;
        }
    }

    /// <summary>The open orders of an instrument as the venue has them: what differs is on record, and asked about where it is ours.</summary>
    private void OnOpenOrders(uint instrumentId, StepOutput output)
    {
        if (!_comparison.TryCompare(instrumentId, _message, _nowNs, _compared))
        {
            return;
        }

        output.Append(RecordType.OpenOrdersCompared, instrumentId, _compared);
        foreach (OrderState order in _comparison.Behind)
        {
            Ask(RequestKind.Trades, order);
        }

        foreach (OrderState order in _comparison.Missing)
        {
            Ask(RequestKind.Status, order);
        }
    }

    private void OnPlaceAnswer(OrderState order, bool good, StepOutput output)
    {
        bool first = !order.IsAnswered;
        order.IsAnswered = true;
        PlacementNs = order.WrittenNs > 0 ? _receivedNs - order.WrittenNs : 0;
        if (good)
        {
            Apply(order, output);
            return;
        }

        bool undecided = _message.Status >= 500 || _message.ErrorCode is UnexpectedResponse or Timeout;
        if (undecided)
        {
            order.Status = OrderStatus.Unknown;
            Say(order, output);
        }
        else if (first && order.FilledQuantity == 0 && order.VenueOrderId == 0)
        {
            Finish(order, OrderStatus.Rejected, DenialCode.Unspecified, _message.ErrorCode, output);
        }
    }

    private void OnStatusAnswer(OrderState order, bool good, StepOutput output)
    {
        if (good)
        {
            order.IsAnswered = true;
            if (order.CancelRequested && !FromVenue(_message.OrderStatus).IsFinal())
            {
                // Its cancel was refused or lost: another may go.
                order.CancelRequested = false;
            }

            Apply(order, output);
        }
        else if (_message.ErrorCode == NoSuchOrder && _nowNs - order.SubmittedNs > WindowNs && order.VenueOrderId == 0)
        {
            // The window of the request has passed and the venue does not know it: it never arrived.
            order.IsAnswered = true;
            Finish(order, OrderStatus.Rejected, DenialCode.Unspecified, NoSuchOrder, output);
        }
    }

    private void OnReport(StepOutput output)
    {
        ReadOnlySpan<byte> name = _message.ExecutionType.SequenceEqual("CANCELED"u8) && _message.OriginalClientOrderId.Length > 0
            ? _message.OriginalClientOrderId
            : _message.ClientOrderId;
        if (ClientOrderId.TryParse(name, out ulong id) && _ledger.Find(id) is { } order)
        {
            order.IsAnswered = true;
            Apply(order, output);
        }
        else
        {
            Totals.Foreign++;
        }
    }

    /// <summary>Takes an order as the venue tells it: its fills first, then its state.</summary>
    private void Apply(OrderState order, StepOutput output)
    {
        if (_message.OrderId > 0)
        {
            order.VenueOrderId = (ulong)_message.OrderId;
        }

        order.VenueFilledQuantity = Math.Max(order.VenueFilledQuantity, _message.ExecutedQuantity);
        ApplyTrades(order, output);
        OrderStatus told = FromVenue(_message.OrderStatus);
        if (told.IsFinal())
        {
            order.FinalStatus = told;
        }

        Settle(order, output);
    }

    /// <summary>Brings an order to the state that its fills and the venue's word allow.</summary>
    private void Settle(OrderState order, StepOutput output)
    {
        if (order.Status.IsFinal())
        {
            return;
        }

        if (order.FilledQuantity < order.VenueFilledQuantity)
        {
            // A fill was missed. Its trade is asked for before the order goes on; a report in flight may bring it first.
            if (_nowNs - order.LastAskedNs >= AskAgainNs)
            {
                Ask(RequestKind.Trades, order);
            }

            return;
        }

        if (order.FilledQuantity == order.Approved.Quantity)
        {
            Finish(order, OrderStatus.Filled, DenialCode.Unspecified, 0, output);
            return;
        }

        if (order.FinalStatus != OrderStatus.Unspecified)
        {
            Finish(order, order.FinalStatus, DenialCode.Unspecified, 0, output);
            return;
        }

        OrderStatus open = order.CancelRequested ? OrderStatus.PendingCancel
            : order.FilledQuantity > 0 ? OrderStatus.PartiallyFilled
            : OrderStatus.Accepted;
        if (open != order.Status)
        {
            order.Status = open;
            Say(order, output);
        }

        if (_kills.Touches(order.Approved) && !_cancels.IsLeftToInstrument(order, _nowNs))
        {
            Cancel(order, output);
        }
    }

    private void ApplyTrades(OrderState order, StepOutput output)
    {
        int at = InstrumentAt(order.Approved.InstrumentId);
        for (int i = 0; i < _message.TradeCount; i++)
        {
            ref readonly VenueTrade trade = ref _message.Trades[i];
            bool foreign = trade.OrderId != 0 && order.VenueOrderId != 0 && (ulong)trade.OrderId != order.VenueOrderId;
            if (foreign || order.Status.IsFinal() || !order.TryAddTrade(trade.TradeId))
            {
                continue;
            }

            if (order.FilledQuantity == 0)
            {
                Totals.PartiallyFilled += trade.Quantity < order.Approved.Quantity ? 1 : 0;
            }

            order.FilledQuantity += trade.Quantity;
            order.VenueFilledQuantity = Math.Max(order.VenueFilledQuantity, order.FilledQuantity);
            Totals.Fills++;
            _positions.Add(
                at, order.Approved.InstanceId, order.Approved.Side == Side.Buy ? trade.Quantity : -trade.Quantity);
            _fill.ClientOrderId = order.Approved.ClientOrderId;
            _fill.InstanceId = order.Approved.InstanceId;
            _fill.InstrumentId = order.Approved.InstrumentId;
            _fill.Side = order.Approved.Side;
            _fill.Price = trade.Price;
            _fill.Quantity = trade.Quantity;
            _fill.QuoteQuantity = trade.QuoteQuantity;
            _fill.TradeId = (ulong)trade.TradeId;
            _fill.Fee = trade.Fee;
            _fill.FeeAsset = trade.FeeAsset == _baseAssets[at] ? FeeAsset.Base
                : trade.FeeAsset == _quoteAssets[at] ? FeeAsset.Quote
                : FeeAsset.Other;
            _fill.IsMaker = trade.IsMaker;
            _fill.ExchangeTimeNs = _message.TimeNs;
            output.Append(RecordType.Fill, order.Approved.InstrumentId, _fill);
        }
    }

    private void OnAccount(StepOutput output)
    {
        _ledger.CountUnsettled(_unsettledById);
        for (int i = 0; i < _instruments.Length; i++)
        {
            _snapshot.Reset();
            _snapshot.InstrumentId = (uint)_instruments[i].Id;
            foreach (VenueBalance balance in _message.Balances)
            {
                if (balance.Asset == _baseAssets[i])
                {
                    _snapshot.BaseTotal = balance.Free + balance.Locked;
                    _snapshot.BaseLocked = balance.Locked;
                }
                else if (balance.Asset == _quoteAssets[i])
                {
                    _snapshot.QuoteTotal = balance.Free + balance.Locked;
                    _snapshot.QuoteLocked = balance.Locked;
                }
            }

            _snapshot.ExchangeTimeNs = _message.TimeNs;
            _snapshot.UnsettledOrders = _unsettledById[_instruments[i].Id];
            output.Append(RecordType.AccountSnapshot, _snapshot.InstrumentId, _snapshot);
        }
    }

    private void Finish(OrderState order, OrderStatus status, DenialCode denial, int venueError, StepOutput output)
    {
        _ledger.Finish(order, status);
        Totals.Count(status);
        Say(order, output, denial, venueError);
    }

    private void Say(OrderState order, StepOutput output, DenialCode denial = default, int venueError = 0)
    {
        _event.Reset();
        Describe(order.Approved);
        _event.FilledQuantity = order.FilledQuantity;
        _event.Status = order.Status;
        _event.Denial = denial;
        _event.VenueError = venueError;
        _event.VenueOrderId = order.VenueOrderId;
        output.Append(RecordType.OrderEvent, order.Approved.InstrumentId, _event);
    }

    private void Describe(OrderApproved approved)
    {
        _event.ClientOrderId = approved.ClientOrderId;
        _event.InstanceId = approved.InstanceId;
        _event.InstrumentId = approved.InstrumentId;
        _event.Side = approved.Side;
        _event.Type = approved.Type;
        _event.TimeInForce = approved.TimeInForce;
        _event.Quantity = approved.Quantity;
        _event.Price = approved.Price;
        _event.FlattenGeneration = approved.FlattenGeneration;
    }

    private void SaySession(StepOutput output)
    {
        _session.Ready = SessionReady;
        _session.Session = Session;
        _session.StoppedKillGeneration = _kills.Stopped;
        output.Append(RecordType.SessionStatus, 0, _session);
    }

    /// <summary>A kill has stopped everything once no request is without an answer or inside its window.</summary>
    private void ReportStopped(StepOutput output)
    {
        if (_kills.Stopped >= _kills.Generation)
        {
            return;
        }

        for (int i = 0; i < _ledger.OpenCount; i++)
        {
            if (!_ledger.OpenAt(i).IsAnswered)
            {
                return;
            }
        }

        _kills.Stopped = _kills.Generation;
        SaySession(output);
    }

    /// <summary>The place of an instrument among the configured ones, or -1.</summary>
    private int InstrumentAt(uint instrumentId) =>
        instrumentId < (uint)_placeById.Length ? _placeById[instrumentId] : -1;

    private static OrderStatus FromVenue(ReadOnlySpan<byte> status) =>
        status.SequenceEqual("CANCELED"u8) ? OrderStatus.Canceled
        : status.SequenceEqual("FILLED"u8) ? OrderStatus.Filled
        : status.SequenceEqual("REJECTED"u8) ? OrderStatus.Rejected
        : status.SequenceEqual("EXPIRED"u8) || status.SequenceEqual("EXPIRED_IN_MATCH"u8) ? OrderStatus.Expired
        : OrderStatus.Unspecified;
}
