using Artic.ExecutionEngine.Binance;
using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.ExecutionEngine.Orders;

/// <summary>
/// Open orders here against those at the venue, both ways, an instrument after the other: a round when a session begins, every
/// five minutes and on demand. A difference may be a message on its way, so that instrument is compared once more a second later;
/// an order that differs twice is a break. Time is the records'. Thread: the loop's. Allocates nothing.
/// </summary>
/// <param name="ledger">Orders here.</param>
/// <param name="instrumentIds">The instruments, in their order.</param>
public sealed class OpenOrderComparison(OrderLedger ledger, uint[] instrumentIds)
{
    private const long PeriodNs = 300_000_000_000;

    /// <summary>Between two instruments of a round that nobody waits for; shorter where they are many.</summary>
    private const long LongestGapNs = 1_000_000_000;

    /// <summary>What was on its way has arrived by then.</summary>
    private const long AgainNs = 1_000_000_000;

    /// <summary>A question without an answer is put again after it.</summary>
    private const long PatienceNs = 10_000_000_000;

    /// <summary>Orders that are remembered from the first look at an instrument to the second; of more, the rest is passed over.</summary>
    private const int MaxSuspects = 64;

    /// <summary>Tells an order's number at the venue from a client order id.</summary>
    private const ulong OfVenue = 1UL << 63;

    private readonly long _gapNs = Math.Min(LongestGapNs, PeriodNs / instrumentIds.Length);
    private readonly ulong[] _suspects = new ulong[MaxSuspects];
    private int _suspectCount;
    private long _look;
    private ulong _request;
    private int _next = instrumentIds.Length;
    private bool _isUrgent;
    private bool _isSecond;
    private long _roundBeganNs;
    private long _notBeforeNs;
    private long _askedNs;
    private ulong _checks;
    private ulong _breaks;

    /// <summary>Comparisons so far.</summary>
    public ulong Checks => _checks;

    /// <summary>Of these, how many have found an order that differed twice.</summary>
    public ulong Breaks => _breaks;

    /// <summary>Orders that have been open here since before the question and are not in the last answer; at most 64 of them.</summary>
    public List<OrderState> Missing { get; } = new(MaxSuspects);

    /// <summary>Orders of the last answer of which the venue has filled more than is known here; at most 64 of them.</summary>
    public List<OrderState> Behind { get; } = new(MaxSuspects);

    /// <summary>Begins a round that nobody waits for: the session is new.</summary>
    public void Begin(long nowNs)
    {
        _roundBeganNs = nowNs;
        _notBeforeNs = nowNs;
        _next = 0;
        _askedNs = 0;
        _isSecond = false;
        _suspectCount = 0;
    }

    /// <summary>Begins a round that somebody waits for; every comparison from now on bears its number.</summary>
    public void Begin(ulong request, long nowNs)
    {
        _request = request;
        _isUrgent = true;
        Begin(nowNs);
    }

    /// <summary>The instrument whose open orders are asked for now; 0: none. It is asked once <see cref="Asked"/> is called.</summary>
    public uint Due(long nowNs)
    {
        if (_next == instrumentIds.Length && nowNs - _roundBeganNs >= PeriodNs)
        {
            Begin(nowNs);
        }

        bool waits = _next == instrumentIds.Length || nowNs < _notBeforeNs || (_askedNs != 0 && nowNs - _askedNs < PatienceNs);
        return waits ? 0 : instrumentIds[_next];
    }

    /// <summary>The question leaves.</summary>
    public void Asked(long nowNs) => _askedNs = nowNs;

    /// <summary>
    /// Compares the venue's answer with the orders here; <see cref="Missing"/> and <see cref="Behind"/> are of this answer then. False
    /// where it answers nothing that is asked.
    /// </summary>
    public bool TryCompare(uint instrumentId, VenueMessage message, long nowNs, OpenOrdersCompared result)
    {
        if (_askedNs == 0 || _next == instrumentIds.Length || instrumentIds[_next] != instrumentId)
        {
            return false;
        }

        Missing.Clear();
        Behind.Clear();
        result.Reset();
        result.InstrumentId = instrumentId;
        result.Request = _request;
        result.VenueError = message.Status == 200 ? 0 : message.ErrorCode != 0 ? message.ErrorCode : message.Status;
        if (message.Status == 200)
        {
            Compare(instrumentId, message, result);
        }

        _askedNs = 0;
        result.IsLast = _isSecond || result.MissingAtVenue + result.UnknownHere == 0;
        _isSecond = !result.IsLast;
        _checks += result.VenueError == 0 ? 1u : 0;
        _breaks += result.IsBreak ? 1u : 0;
        result.Checks = _checks;
        result.Breaks = _breaks;
        if (result.IsLast)
        {
            _suspectCount = 0;
            _next++;
            _isUrgent &= _next < instrumentIds.Length;
        }

        _notBeforeNs = nowNs + (!result.IsLast ? AgainNs : _isUrgent ? 0 : _gapNs);
        return true;
    }

    /// <summary>Writes how far it is.</summary>
    public void Save(StateWriter state)
    {
        state.Section("open orders compared");
        state.WriteAll([_roundBeganNs, _notBeforeNs, _askedNs]);
        state.Write(_request);
        state.Write(_checks);
        state.Write(_breaks);
        state.Write(_next);
        state.Write(_isUrgent);
        state.Write(_isSecond);
        state.Write(_suspectCount);
        for (int i = 0; i < _suspectCount; i++)
        {
            state.Write(_suspects[i]);
        }
    }

    /// <summary>Goes on from where another one was.</summary>
    public void Load(StateReader state)
    {
        state.Section("open orders compared");
        Span<long> times = stackalloc long[3];
        state.ReadAll(times);
        (_roundBeganNs, _notBeforeNs, _askedNs) = (times[0], times[1], times[2]);
        _request = state.ReadUInt64();
        _checks = state.ReadUInt64();
        _breaks = state.ReadUInt64();
        _next = state.ReadCount(instrumentIds.Length);
        _isUrgent = state.ReadBoolean();
        _isSecond = state.ReadBoolean();
        _suspectCount = state.ReadCount(_suspects.Length);
        for (int i = 0; i < _suspectCount; i++)
        {
            _suspects[i] = state.ReadUInt64();
        }
    }

    private void Compare(uint instrumentId, VenueMessage message, OpenOrdersCompared result)
    {
        _look++;
        int before = _suspectCount;
        foreach (VenueOrder there in message.Orders)
        {
            result.AtVenue++;
            if (ledger.Find(there.ClientOrderId) is not { } order || order.Status.IsFinal())
            {
                ulong id = (ulong)there.OrderId;
                result.FirstUnknownOrderId = result.UnknownHere++ == 0 ? id : result.FirstUnknownOrderId;
                result.IsBreak |= IsSuspected(id | OfVenue, before);
                continue;
            }

            result.Here++;
            order.ComparedIn = _look;
            if (order.FilledQuantity < there.ExecutedQuantity)
            {
                order.VenueFilledQuantity = Math.Max(order.VenueFilledQuantity, there.ExecutedQuantity);
                Keep(Behind, order);
            }
        }

        for (int i = 0; i < ledger.OpenCount; i++)
        {
            OrderState order = ledger.OpenAt(i);
            if (order.ComparedIn == _look || !IsSurelyOpen(order, instrumentId))
            {
                continue;
            }

            ulong id = order.Approved.ClientOrderId;
            result.Here++;
            result.FirstMissingClientOrderId = result.MissingAtVenue++ == 0 ? id : result.FirstMissingClientOrderId;
            result.IsBreak |= IsSuspected(id, before);
            Keep(Missing, order);
        }
    }

    private static void Keep(List<OrderState> orders, OrderState order)
    {
        if (orders.Count < MaxSuspects)
        {
            orders.Add(order);
        }
    }

    /// <summary>True where the first look has found it too; at the first look it is remembered.</summary>
    private bool IsSuspected(ulong id, int before)
    {
        if (_isSecond)
        {
            return Array.IndexOf(_suspects, id, 0, before) >= 0;
        }

        if (_suspectCount < MaxSuspects)
        {
            _suspects[_suspectCount++] = id;
        }

        return false;
    }

    /// <summary>The venue has said that it is open, and was asked for its open orders after that.</summary>
    private bool IsSurelyOpen(OrderState order, uint instrumentId) =>
        order.Approved.InstrumentId == instrumentId && order is { IsAnswered: true, IsUnsettled: false, VenueOrderId: > 0 } &&
        order.SubmittedNs < _askedNs;
}
